/**
 * Settings: {@code P8_*} variables, then {@code rem.toml}, then defaults, read in one place into one validated record.
 *
 * <p>Nobody else reads the environment.
 */
@NullMarked
package io.remdb.config;

import org.jspecify.annotations.NullMarked;

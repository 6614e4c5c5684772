/**
 * Small helpers for words that people type: what they may have meant, and whether they are ids.
 *
 * <p>Anything in core may use it; it uses nothing.
 */
@NullMarked
package io.remdb.text;

import org.jspecify.annotations.NullMarked;

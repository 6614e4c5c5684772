/** Tests of command lines that an owner runs for others. */
@NullMarked
package io.remdb.server.command;

import org.jspecify.annotations.NullMarked;

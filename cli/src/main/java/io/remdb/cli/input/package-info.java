/** Reading what is piped in: lines of strict UTF-8 with a limit on their length, in constant memory, that can be stopped. */
@NullMarked
package io.remdb.cli.input;

import org.jspecify.annotations.NullMarked;

/** Tests of the conversions. */
@NullMarked
package io.remdb.server.wire;

import org.jspecify.annotations.NullMarked;

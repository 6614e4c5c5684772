/** How all pieces are measured. */
@NullMarked
package io.remdb.jmh;

import org.jspecify.annotations.NullMarked;

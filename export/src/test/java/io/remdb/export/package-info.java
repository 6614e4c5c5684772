/** Tests of files of rows. */
@NullMarked
package io.remdb.export;

import org.jspecify.annotations.NullMarked;

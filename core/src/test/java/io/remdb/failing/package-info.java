/** Files of which the n-th operation fails, for the tests of every module. */
@NullMarked
package io.remdb.failing;

import org.jspecify.annotations.NullMarked;

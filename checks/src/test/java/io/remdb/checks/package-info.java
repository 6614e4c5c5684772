/** What holds for the whole project and no compiler sees: the arrows between packages, tidiness, format, the README. */
@NullMarked
package io.remdb.checks;

import org.jspecify.annotations.NullMarked;

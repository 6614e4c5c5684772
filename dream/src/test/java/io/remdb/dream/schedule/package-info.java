/** Tests of dreams by a schedule. */
@NullMarked
package io.remdb.dream.schedule;

import org.jspecify.annotations.NullMarked;

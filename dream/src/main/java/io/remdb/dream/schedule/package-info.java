/** When a database is dreamt about without being asked: {@code P8_DREAM_SCHEDULE}. */
@NullMarked
package io.remdb.dream.schedule;

import org.jspecify.annotations.NullMarked;

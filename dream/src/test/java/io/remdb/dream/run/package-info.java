/** Tests of runs and their lock. */
@org.jspecify.annotations.NullMarked
package io.remdb.dream.run;

/** Tests of how dreams are measured. */
@org.jspecify.annotations.NullMarked
package io.remdb.bench.dream;

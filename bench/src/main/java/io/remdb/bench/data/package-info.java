/**
 * What the benchmarks write: texts from word lists, rows made of them, and vectors that cost nothing to make
 * ({@link io.remdb.bench.data.ClusteredEmbeddingProvider}). Everything depends on a seed and a number alone, so that any
 * row can be made again instead of being kept.
 */
@NullMarked
package io.remdb.bench.data;

import org.jspecify.annotations.NullMarked;

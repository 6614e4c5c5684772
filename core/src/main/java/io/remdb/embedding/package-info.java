/**
 * Text to vectors: what a model is ({@link io.remdb.embedding.EmbeddingModel}), how models are found, and how the text of a
 * row is put together.
 *
 * <p>The models themselves live in modules of their own and are found by {@link java.util.ServiceLoader}; no network and no
 * native code here.
 */
@NullMarked
package io.remdb.embedding;

import org.jspecify.annotations.NullMarked;

/**
 * Local embedding models: {@code local:<name>}, run in this process by ONNX Runtime on model files that come with the
 * program, so that nothing is ever downloaded.
 *
 * <p>{@link io.remdb.embedding.onnx.LocalEmbeddingProvider} is the door, found by {@link java.util.ServiceLoader}. Behind it a
 * text becomes windows of tokens ({@code WindowReader}, {@code Tokenizer}), windows become vectors on a few threads
 * ({@code WorkerPool}, {@code WindowEncoder}), and the vectors of a text's windows become one ({@code WindowAverage}). Native
 * libraries and prepared models are kept under {@code P8_HOME} ({@code NativeLibraries}, {@code PreparedModels}).
 */
@NullMarked
package io.remdb.embedding.onnx;

import org.jspecify.annotations.NullMarked;

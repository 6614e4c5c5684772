/** Placeholder room. */
@NullMarked
package io.remdb.embedding.onnx;

import org.jspecify.annotations.NullMarked;

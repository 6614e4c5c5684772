package io.remdb.embedding.onnx;

/** How the vectors of a window's tokens become the vector of the window. */
enum Pooling {
    /** The mean over all tokens, [CLS] and [SEP] included, as sentence-transformers does it. */
    MEAN,
    /** The vector of the first token, [CLS]. */
    FIRST_TOKEN
}

package io.remdb.embedding.onnx;

/**
 * A stretch of a text that the model reads at once.
 *
 * @param text which of the call's texts, from 0
 * @param tokens [CLS], the stretch's tokens, [SEP]; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Window(int text, long[] tokens) {
    /** How much the stretch counts in its text: its tokens without the two around them. */
    int weight() {
        return tokens.length - 2;
    }
}

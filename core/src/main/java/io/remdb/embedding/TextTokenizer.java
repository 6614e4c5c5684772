package io.remdb.embedding;

/**
 * Counts tokens as an embedding model does, without the model: who cuts texts for it need not load it. Thread-safe, except that closing
 * must not meet a running call.
 */
public interface TextTokenizer extends AutoCloseable {
    /**
     * The tokens of a text, or at least as many where this is an estimate; those that a model puts around a text are not among them. Of
     * texts that meet at white space, the counts add up to that of the whole.
     */
    int count(String text);

    /** The most tokens of a text that the model reads at once; of a longer one it reads parts, whose vectors are averaged. */
    int windowTokens();

    @Override
    void close();
}

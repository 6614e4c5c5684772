package io.remdb.embedding;

import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** Turns text into vectors of unit length. Thread-safe. Closing it releases native memory; no call may be running. */
public interface EmbeddingModel extends AutoCloseable {
    /** The full name, such as {@code local:all-MiniLM-L6-v2}. */
    String name();

    /** The length of every vector. */
    int dimension();

    /**
     * The vectors of texts to be found, in the order of the texts: each of {@link #dimension} floats and Euclidean length 1.
     * Any number of texts of any length; the model batches, and spreads the work over its threads, as suits it.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#EMBEDDING_FAILED}, {@link io.remdb.ErrorCode#UNAUTHORIZED},
     *     {@link io.remdb.ErrorCode#UNAVAILABLE} or {@link io.remdb.ErrorCode#CANCELLED}
     */
    List<float[]> embedDocuments(List<String> texts);

    /**
     * The same, telling how many of the texts are done, from time to time and in this thread, for who shows it.
     *
     * @param done may be told any number up to that of the texts, in ascending order
     */
    default List<float[]> embedDocuments(List<String> texts, IntConsumer done) {
        List<float[]> vectors = embedDocuments(texts);
        done.accept(texts.size());
        return vectors;
    }

    /**
     * The vector of a question that is of no use later than this. A model that works in this process takes the time that it takes.
     *
     * @throws io.remdb.RemException as {@link #embedDocuments(List)}; {@link io.remdb.ErrorCode#UNAVAILABLE} too when the time is over
     */
    default float[] embedQuery(String text, Duration limit) {
        return embedQuery(text);
    }

    /** The vector of a question, which some models embed otherwise than what it should find. */
    float[] embedQuery(String text);

    @Override
    void close();
}

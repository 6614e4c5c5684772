package io.remdb;

import java.util.Iterator;
import java.util.List;

/** A fuzzy lookup under construction; {@link #run} or iterating runs it. Not thread-safe. */
public interface FuzzyRequest extends Iterable<KeyMatch> {
    /** The most matches a fuzzy lookup gives. */
    int MAX_LIMIT = 100;

    /** Only keys of this table; default all tables. */
    FuzzyRequest in(String table);

    /** At most this many rows, 1 to {@value #MAX_LIMIT}; default 10. */
    FuzzyRequest limit(int limit);

    /**
     * The rows whose keys are like the text, the most similar first, each once; none where nothing is similar. Equal scores come
     * in the order of the keys. A word that very many keys have is not looked for with errors. Keys with more than one error in a word are looked for only where there are none with fewer.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for a blank text, {@link ErrorCode#UNKNOWN_TABLE},
     *     {@link ErrorCode#TIMEOUT}
     */
    List<KeyMatch> run();

    @Override
    default Iterator<KeyMatch> iterator() {
        return run().iterator();
    }
}

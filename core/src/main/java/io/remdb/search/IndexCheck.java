package io.remdb.search;

import io.remdb.ProgressListener;
import io.remdb.Verification.Depth;

/**
 * How the index of a table is checked.
 *
 * @param depth how far
 * @param findings told what is not as it should be
 * @param progress hears how many rows have been compared
 */
public record IndexCheck(Depth depth, Findings findings, ProgressListener progress) {
    /** Hears of what is not as it should be. */
    @FunctionalInterface
    public interface Findings {
        /**
         * @param what is wrong: a fixed sentence
         * @param where in the table, for people; begins with a comma, or is empty
         */
        void found(String what, String where);
    }
}

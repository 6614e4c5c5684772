package io.remdb.search;

import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.SmallFloat;

/** Scores a term of a key by its weight, a little less for rows with many terms. How rare a word is says nothing of likeness. */
final class KeySimilarity extends Similarity {
    static final KeySimilarity INSTANCE = new KeySimilarity();

    /** What a further term in the keys of a row takes. */
    private static final float PER_TERM = 0.01f;

    private KeySimilarity() {}

    @Override
    public SimScorer scorer(float boost, CollectionStatistics collection, TermStatistics... terms) {
        return new SimScorer() {
            @Override
            public float score(float frequency, long norm) {
                return boost / (1 + PER_TERM * SmallFloat.byte4ToInt((byte) norm));
            }
        };
    }
}

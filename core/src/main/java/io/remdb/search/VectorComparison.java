package io.remdb.search;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * A question compared with rows of a segment, one by one: first as vectors are searched, some at a time, which keeps the memory busier
 * than one after the other, then, where a row is near, by its exact cosine. Where vectors are searched in 8 bits, how near that has to be is
 * found out by comparing some of the rows in both ways. One thread.
 */
final class VectorComparison {
    /** Fewer are compared exactly, all of them. */
    private static final int MANY = 512;

    private static final int SAMPLES = 64;
    /** So many scores are kept at most, and some more. */
    private static final int AT_ONCE = 1 << 14;
    /** The largest error of so many samples is some 2.4 standard deviations: this is nearly ten of them. */
    private static final float ERRORS_ALLOWED = 4;

    /** Lucene's scores are half of one more than the cosine, as floats. */
    private static final float ROUNDING = 1e-6f;

    private final LeafReaderContext leaf;
    private final FloatVectorValues vectors;
    private final float[] query;
    private final @Nullable LeafRows rows;
    private final int count;
    /** What waits to be compared: documents with a vector, in ascending order, and their scores. */
    private int[] document = {};

    private float[] score = {};
    private int scored;

    /**
     * With some rows.
     *
     * @param rows null for all that live
     */
    VectorComparison(LeafReaderContext leaf, FloatVectorValues vectors, float[] query, @Nullable LeafRows rows) {
        this.leaf = leaf;
        this.vectors = vectors;
        this.query = query;
        this.rows = rows;
        this.count = rows == null ? vectors.size() : rows.count();
    }

    /** Offers them with their exact cosines, but for those that very probably are not among the best. */
    void offerTo(Best best, Deadline deadline) throws IOException {
        boolean few = count < MANY;
        VectorScorer scorer = few ? vectors.rescorer(query) : vectors.scorer(query);
        if (scorer == null) {
            return; // there are no vectors
        }
        VectorScorer.Bulk bulk = scorer.bulk(rows == null ? null : rows.iterator());
        Bits live = rows == null ? leaf.reader().getLiveDocs() : null;
        DocAndFloatFeatureBuffer scores = new DocAndFloatFeatureBuffer();
        FloatVectorValues exact = vectors.copy(); // all iterators of one are one where some documents have no vector
        DocIndexIterator position = exact.iterator();
        do {
            deadline.check();
            scored = 0;
            do {
                bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, live, scores);
                add(scores);
            } while (scores.size > 0 && scored < AT_ONCE);
            float error = few ? ROUNDING : largestError();
            for (int i = 0; i < scored; i++) {
                if (best.takes(cosine(score[i]) + error)) {
                    position.advance(document[i]);
                    best.offer(document[i] + leaf.docBase, CosineReader.cosine(query, exact, position.index()));
                }
            }
        } while (scores.size > 0);
    }

    private void add(DocAndFloatFeatureBuffer scores) {
        document = ArrayUtil.grow(document, scored + scores.size);
        score = ArrayUtil.grow(score, scored + scores.size);
        System.arraycopy(scores.docs, 0, document, scored, scores.size);
        System.arraycopy(scores.features, 0, score, scored, scores.size);
        scored += scores.size;
    }

    /** By how much a cosine may be larger than the scores say: of few that have one, all are to be compared. */
    private float largestError() throws IOException {
        if (scored < MANY) {
            return Float.POSITIVE_INFINITY;
        }
        FloatVectorValues exact = vectors.copy();
        DocIndexIterator position = exact.iterator();
        float largest = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int at = (int) ((long) i * scored / SAMPLES);
            position.advance(document[at]);
            float cosine = CosineReader.cosine(query, exact, position.index());
            largest = Math.max(largest, Math.abs(cosine - cosine(score[at])));
        }
        return largest <= ROUNDING ? ROUNDING : ERRORS_ALLOWED * largest;
    }

    private static float cosine(float score) {
        return 2 * score - 1;
    }
}

package io.remdb.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
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
    /** The largest error of so many samples is some 2.4 standard deviations: this is nearly ten of them. */
    private static final float ERRORS_ALLOWED = 4;

    /** Lucene's scores are half of one more than the cosine, as floats. */
    private static final float ROUNDING = 1e-6f;

    private final LeafReaderContext leaf;
    private final FloatVectorValues vectors;
    private final float[] query;
    private final @Nullable LeafRows rows;
    private final int count;

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

    /** Offers them with their exact cosines, but for those that surely are not among the best. */
    void offerTo(Best best, Deadline deadline) throws IOException {
        if (count == 0 || vectors.size() == 0) {
            return;
        }
        VectorScorer scorer = Objects.requireNonNull(count < MANY ? vectors.rescorer(query) : vectors.scorer(query));
        float error = count < MANY ? ROUNDING : largestError();
        VectorScorer.Bulk some = scorer.bulk(rows == null ? null : rows.iterator());
        Bits live = rows == null ? leaf.reader().getLiveDocs() : null;
        DocIndexIterator position = vectors.iterator();
        DocAndFloatFeatureBuffer scores = new DocAndFloatFeatureBuffer();
        do {
            deadline.check();
            some.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, live, scores);
            for (int i = 0; i < scores.size; i++) {
                if (best.takes(cosine(scores.features[i]) + error)) {
                    position.advance(scores.docs[i]);
                    best.offer(scores.docs[i] + leaf.docBase, CosineReader.cosine(query, vectors, position.index()));
                }
            }
        } while (scores.size > 0);
    }

    /** By how much a cosine may be larger than the scores of the segment say. */
    private float largestError() throws IOException {
        VectorScorer scorer = Objects.requireNonNull(vectors.scorer(query));
        DocIdSetIterator scored = scorer.iterator();
        DocIndexIterator position = vectors.iterator();
        DocIdSetIterator documents = rows == null ? vectors.iterator() : rows.iterator();
        float largest = 0;
        for (int i = 0; documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS; i++) {
            int document = documents.docID();
            if (i % (count / SAMPLES) == 0
                    && (scored.docID() == document || scored.advance(document) == document)
                    && position.advance(document) == document) {
                float exact = CosineReader.cosine(query, vectors, position.index());
                largest = Math.max(largest, Math.abs(exact - cosine(scorer.score())));
            }
        }
        return largest <= ROUNDING ? ROUNDING : ERRORS_ALLOWED * largest;
    }

    private static float cosine(float score) {
        return 2 * score - 1;
    }
}

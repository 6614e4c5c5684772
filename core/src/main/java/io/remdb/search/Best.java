package io.remdb.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.ScoreDoc;

/**
 * The best of the documents that are offered, and all that are as good as the last of them, so that equal scores can be put into
 * the order of the ids. One thread at a time.
 */
final class Best {
    /** A row, and where it was found. */
    record Found(int document, Candidate candidate) {}

    private static final Comparator<Found> BEST_FIRST = Comparator.comparing(Found::candidate, Candidate.BEST_FIRST);

    private final int wanted;
    /** A heap of the best scores, the least first. */
    private final float[] heap;

    private int heaped;
    private int[] documents = new int[64];
    private float[] scores = new float[64];
    private int count;

    Best(int wanted) {
        this.wanted = wanted;
        this.heap = new float[wanted];
    }

    /** How many were good enough when they came. */
    int count() {
        return count;
    }

    /** Whether the least of some hits is among the best of them, so that others that equal it may have been left out. */
    boolean mayHaveEqualsBeyond(List<ScoreDoc> hits) {
        float least = Float.POSITIVE_INFINITY;
        for (ScoreDoc hit : hits) {
            least = Math.min(least, hit.score);
        }
        int better = 0;
        for (ScoreDoc hit : hits) {
            better += hit.score > least ? 1 : 0;
        }
        return better < wanted;
    }

    /** Whether a score is good enough now. */
    boolean takes(float score) {
        return wanted > 0 && (heaped < wanted || score >= heap[0]);
    }

    void offer(int document, float score) {
        if (!takes(score)) {
            return;
        }
        raise(score);
        if (count == documents.length) {
            compact();
        }
        documents[count] = document;
        scores[count++] = score;
    }

    private void raise(float score) {
        int at;
        if (heaped < wanted) {
            at = heaped++;
            while (at > 0 && heap[(at - 1) / 2] > score) {
                heap[at] = heap[(at - 1) / 2];
                at = (at - 1) / 2;
            }
        } else {
            at = 0;
            for (int child = 1; child < wanted; child = 2 * at + 1) {
                child += child + 1 < wanted && heap[child + 1] < heap[child] ? 1 : 0;
                if (heap[child] >= score) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
        }
        heap[at] = score;
    }

    /** Drops those that are no longer good enough; grows when that gives too little room. */
    private void compact() {
        float least = wanted > 0 && heaped == wanted ? heap[0] : Float.NEGATIVE_INFINITY;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (scores[i] >= least) {
                documents[kept] = documents[i];
                scores[kept++] = scores[i];
            }
        }
        count = kept;
        if (kept > documents.length / 2) {
            documents = Arrays.copyOf(documents, documents.length * 2);
            scores = Arrays.copyOf(scores, documents.length);
        }
    }

    /** The best, in the order of {@link Candidate#BEST_FIRST}. */
    List<Found> found(IdReader ids) throws IOException {
        compact();
        List<Found> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            found.add(new Found(documents[i], new Candidate(ids.id(documents[i]), scores[i])));
        }
        found.sort(BEST_FIRST);
        return found.size() > wanted ? found.subList(0, wanted) : found;
    }
}

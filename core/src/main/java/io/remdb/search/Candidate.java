package io.remdb.search;

import java.util.Comparator;
import java.util.UUID;

/**
 * A row that an index proposes.
 *
 * @param id the row; it may have been changed or deleted meanwhile
 * @param score cosine for vectors, BM25 for words
 */
public record Candidate(UUID id, float score) {
    /** The order of proposals: the best first, equal ones by id, whatever order the index has them in. */
    public static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::score).reversed().thenComparing(Candidate::id);
}

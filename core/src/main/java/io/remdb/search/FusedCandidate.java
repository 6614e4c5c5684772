package io.remdb.search;

import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that a search proposes.
 *
 * @param id the row
 * @param score 0 to 1, comparable within one search
 * @param semanticScore cosine; null when not compared
 * @param keywordScore BM25; null when no word occurs or words were not compared
 */
public record FusedCandidate(
        UUID id,
        double score,
        @Nullable Double semanticScore,
        @Nullable Double keywordScore) {
    static final Comparator<FusedCandidate> BEST_FIRST = Comparator.comparingDouble(FusedCandidate::score)
            .thenComparingDouble(each -> each.semanticScore() == null ? -1 : each.semanticScore())
            .reversed()
            .thenComparing(FusedCandidate::id);
}

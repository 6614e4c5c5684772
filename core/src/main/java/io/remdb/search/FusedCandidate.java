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
 * @param semanticPart the cosine after normalisation, 0 to 1; null where meaning was not compared
 * @param keywordPart BM25 after normalisation, 0 to 1; null where {@code keywordScore} is
 */
public record FusedCandidate(
        UUID id,
        double score,
        @Nullable Double semanticScore,
        @Nullable Double keywordScore,
        @Nullable Double semanticPart,
        @Nullable Double keywordPart) {
    static final Comparator<FusedCandidate> BEST_FIRST = Comparator.comparingDouble(FusedCandidate::score)
            .thenComparingDouble(each -> each.semanticScore() == null ? -1 : each.semanticScore())
            .reversed()
            .thenComparing(FusedCandidate::id);
}

package io.remdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One result of a search.
 *
 * @param value the row
 * @param entity the row as stored, with its system fields
 * @param score 0 (nothing in common) to 1 (best), comparable within one search
 * @param semanticScore cosine of the row's vector and the question's, -1 to 1; null where meaning was not compared
 * @param keywordScore BM25, 0 or more; null where no word of the question occurs or words were not compared
 * @param explanation why the score is what it is; null unless {@link SearchRequest#explained} asked for it
 */
public record Hit<T>(
        T value,
        Entity entity,
        double score,
        @Nullable Double semanticScore,
        @Nullable Double keywordScore,
        @Nullable HitExplanation explanation) {
    /** What the scores are called where a hit is a row: columns of SEARCH and {@code search()}, and keys of its JSON. */
    public static final List<String> SCORES = List.of("score", "semantic_score", "keyword_score");
}

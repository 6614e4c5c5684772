package io.remdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a hit has its score: {@code score = semanticWeight * semanticPart + keywordWeight * keywordPart}.
 *
 * @param semanticWeight what meaning counts, 0 to 1
 * @param semanticPart the cosine, after normalisation to 0..1 among the rows found; null where meaning was not compared
 * @param keywordWeight what words count, 0 to 1
 * @param keywordPart BM25, after normalisation to 0..1 among the rows found; null where no word occurs or words were not
 *     compared
 * @param words the words of the question that the row has, in the order of the question; their scores add up to the hit's
 *     {@code keywordScore}
 */
public record HitExplanation(
        double semanticWeight,
        @Nullable Double semanticPart,
        double keywordWeight,
        @Nullable Double keywordPart,
        List<Word> words) {
    public HitExplanation {
        words = List.copyOf(words);
    }

    /**
     * A word that the question and the row share.
     *
     * @param word as it stands in the question
     * @param term the stem that stands for it in the index
     * @param score its part of BM25
     */
    public record Word(String word, String term, double score) {}
}

package io.remdb.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes one ranking of what was found by meaning and by words.
 *
 * <p>Each side is normalised to 0..1 between the least and the best score of its first {@value #DEPTH}, then the two are added
 * with their weights; a row that one side did not find, or found only behind its first {@value #DEPTH}, has 0 there. So a long
 * ranking does not change the order of its beginning. Fewer than {@value #DEPTH} rows found by words are all that
 * have one of them, and the others' score is 0: then 0 is the least. Scores are comparable within one search only.
 *
 * <p>Where all scores of a side are equal, each is the best; so are those that differ by rounding alone. Two rows of one meaning
 * ("a b" and "b a", or one text embedded in two batches) may have cosines that differ in the seventh digit, and would else be
 * the best and the worst there is.
 */
public final class HybridFusion {
    /** Candidates of either side that are looked at, and that a caller should ask for. */
    public static final int DEPTH = 100;

    /** The weight of meaning by default: both sides count the same. */
    public static final double EQUAL_WEIGHT = 0.5;

    /** Of a cosine, and of the best BM25 of a ranking: floats are added up to either. */
    private static final double ROUNDING = 1e-5;

    private HybridFusion() {}

    /**
     * Fuses two rankings.
     *
     * @param semantic by cosine, best first
     * @param keyword by BM25, best first
     * @param semanticWeight of meaning, 0 to 1; words have the rest
     * @param known cosines with the question, of rows that the words found: those that the other side did not find have them from here,
     *     or no semantic score
     * @return every row of either side, best first; equal scores by cosine, then in the order of the ids
     */
    public static List<FusedCandidate> fuse(
            List<Candidate> semantic, List<Candidate> keyword, double semanticWeight, Map<UUID, Double> known) {
        if (!(semanticWeight >= 0 && semanticWeight <= 1)) {
            throw new IllegalArgumentException("The weight of meaning is from 0 to 1, not " + semanticWeight);
        }
        Map<UUID, Double> cosines = scores(semantic);
        Map<UUID, Double> words = scores(keyword);
        Range cosineRange = Range.ofCosines(cosines);
        Range wordRange = Range.ofWords(words);
        for (UUID id : words.keySet()) {
            Double cosine = known.get(id);
            if (cosine != null) {
                cosines.putIfAbsent(id, cosine);
            }
        }
        Set<UUID> all = new HashSet<>(cosines.keySet());
        all.addAll(words.keySet());
        List<FusedCandidate> fused = new ArrayList<>(all.size());
        for (UUID id : all) {
            Double cosine = cosines.get(id);
            Double word = words.get(id);
            Double semanticPart = cosine == null || semantic.isEmpty() ? null : cosineRange.normalise(cosine);
            Double keywordPart = word == null ? null : wordRange.normalise(word);
            double score = semanticWeight * (semanticPart == null ? 0 : semanticPart)
                    + (1 - semanticWeight) * (keywordPart == null ? 0 : keywordPart);
            fused.add(new FusedCandidate(id, score, cosine, word, semanticPart, keywordPart));
        }
        fused.sort(FusedCandidate.BEST_FIRST);
        return fused;
    }

    /** A ranking by meaning alone: the score is the cosine, 0 where it is negative. */
    public static List<FusedCandidate> semantic(List<Candidate> semantic) {
        return semantic.stream().map(HybridFusion::ofCosine).toList();
    }

    private static FusedCandidate ofCosine(Candidate each) {
        double score = Math.clamp(each.score(), 0.0, 1.0);
        return new FusedCandidate(each.id(), score, (double) each.score(), null, score, null);
    }

    /** A ranking by words alone: the score is the part of the best one's BM25, which has no upper end of its own. */
    public static List<FusedCandidate> keyword(List<Candidate> keyword) {
        double best = keyword.stream().mapToDouble(Candidate::score).max().orElse(0);
        return keyword.stream()
                .map(each -> {
                    double score = best > 0 ? each.score() / best : 0;
                    return new FusedCandidate(each.id(), score, null, (double) each.score(), null, score);
                })
                .toList();
    }

    /** A row of which nothing is known but that it matches the condition. */
    public static FusedCandidate unrelated(UUID id) {
        return new FusedCandidate(id, 0, null, null, null, null);
    }

    private static Map<UUID, Double> scores(List<Candidate> ranking) {
        Map<UUID, Double> scores = new LinkedHashMap<>();
        ranking.stream()
                .sorted(Comparator.comparingDouble(each -> -each.score()))
                .forEach(each -> scores.putIfAbsent(each.id(), (double) each.score()));
        return scores;
    }

    private record Range(double least, double best, double rounding) {
        /** Cosines are of vectors of length 1: what rounding adds does not depend on them. */
        static Range ofCosines(Map<UUID, Double> scores) {
            DoubleSummaryStatistics first = first(scores);
            return new Range(first.getMin(), first.getMax(), ROUNDING);
        }

        static Range ofWords(Map<UUID, Double> scores) {
            DoubleSummaryStatistics first = first(scores);
            double least = scores.size() < DEPTH ? Math.min(0, first.getMin()) : first.getMin();
            return new Range(least, first.getMax(), ROUNDING * first.getMax());
        }

        /** The scores are in order, best first. Of none, nothing is ever normalised. */
        private static DoubleSummaryStatistics first(Map<UUID, Double> scores) {
            return scores.values().stream()
                    .limit(DEPTH)
                    .mapToDouble(each -> each)
                    .summaryStatistics();
        }

        /** One score alone, or equal ones, are the best there is. */
        double normalise(double score) {
            return best - least > rounding
                    ? Math.clamp((score - least) / (best - least), 0.0, 1.0)
                    : score >= best - rounding ? 1 : 0;
        }
    }
}

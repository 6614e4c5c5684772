package io.remdb.bench.quality;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one ranking of two. Ties keep the order of the ids, so that a run can be repeated. */
public final class Fusion {
    /** The constant of reciprocal rank fusion (Cormack, Clarke and B&uuml;ttcher 2009). */
    public static final int RECIPROCAL_RANK_CONSTANT = 60;

    private Fusion() {}

    /**
     * Weighted sum of scores, each list brought to 0..1 by its own least and greatest score; a document that is missing from
     * a list has 0 there.
     *
     * @param weight of the first list, 0 to 1; the second has the rest
     */
    public static List<String> weighted(List<Ranked> first, List<Ranked> second, double weight) {
        Map<String, Double> scores = new HashMap<>();
        addNormalised(scores, first, weight);
        addNormalised(scores, second, 1 - weight);
        return ranking(scores);
    }

    /** Sum of 1 / (60 + rank) over the lists. */
    public static List<String> reciprocalRank(List<Ranked> first, List<Ranked> second) {
        Map<String, Double> scores = new HashMap<>();
        addReciprocal(scores, first);
        addReciprocal(scores, second);
        return ranking(scores);
    }

    private static void addNormalised(Map<String, Double> scores, List<Ranked> list, double weight) {
        double least = list.stream().mapToDouble(Ranked::score).min().orElse(0);
        double greatest = list.stream().mapToDouble(Ranked::score).max().orElse(0);
        double range = greatest - least;
        for (Ranked ranked : list) {
            double normalised = range == 0 ? 1 : (ranked.score() - least) / range;
            scores.merge(ranked.id(), weight * normalised, Double::sum);
        }
    }

    private static void addReciprocal(Map<String, Double> scores, List<Ranked> list) {
        for (int rank = 1; rank <= list.size(); rank++) {
            scores.merge(list.get(rank - 1).id(), 1.0 / (RECIPROCAL_RANK_CONSTANT + rank), Double::sum);
        }
    }

    private static List<String> ranking(Map<String, Double> scores) {
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }
}

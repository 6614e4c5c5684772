package io.remdb.bench.quality;

import java.util.List;
import java.util.Set;

/**
 * Measures of one ranking against the documents judged relevant (J&auml;rvelin and Kek&auml;l&auml;inen 2002), with binary gains.
 */
public final class Relevance {
    private Relevance() {}

    /**
     * Normalised discounted cumulative gain: gain 1 for a relevant document at rank r, divided by log2(r + 1); 1 is an ideal
     * ranking, with all relevant documents, or {@code depth} of them, in front.
     *
     * @param ranking ids, best first, none twice
     * @param relevant not empty
     * @param depth ranks that count, such as 10
     */
    public static double ndcg(List<String> ranking, Set<String> relevant, int depth) {
        double gain = 0;
        for (int rank = 1; rank <= Math.min(depth, ranking.size()); rank++) {
            if (relevant.contains(ranking.get(rank - 1))) {
                gain += discount(rank);
            }
        }
        double ideal = 0;
        for (int rank = 1; rank <= Math.min(depth, relevant.size()); rank++) {
            ideal += discount(rank);
        }
        return gain / ideal;
    }

    /**
     * The share of the relevant documents among the first {@code depth}.
     *
     * @param relevant not empty
     */
    public static double recall(List<String> ranking, Set<String> relevant, int depth) {
        long found = ranking.stream().limit(depth).filter(relevant::contains).count();
        return (double) found / relevant.size();
    }

    private static double discount(int rank) {
        return Math.log(2) / Math.log(rank + 1.0);
    }
}

package io.remdb.search;

import io.remdb.SearchPlan.Way;

/** Chooses how vectors are searched under a filter, by how many rows match. */
final class FilterPlanner {
    /** Of a hundred rows so many match that nearly every row of an unfiltered search does. */
    private static final int NEARLY_ALL_PERCENT = 95;

    /**
     * A choice.
     *
     * @param way how
     * @param reason why
     */
    record Choice(Way way, String reason) {}

    private final int fewRows;

    FilterPlanner(SearchSizes sizes) {
        this.fewRows = sizes.fewRows();
    }

    /** Whether an estimate says that counting the matching rows is waste. */
    boolean isNearlyAll(long estimated, long rows) {
        return rows > fewRows && estimated >= rows * NEARLY_ALL_PERCENT / 100;
    }

    /**
     * The choice once the matching rows are counted.
     *
     * @param matching how many rows match
     * @param k how many are asked for
     */
    Choice choose(long matching, int k) {
        int few = Math.max(fewRows, k);
        return matching <= few
                ? new Choice(Way.EXACT, "at most " + few + " rows match, and comparing them all misses none")
                : new Choice(Way.GRAPH, "more than " + few + " rows match");
    }

    /** Rows that an unfiltered search is asked for, so that enough of them match. */
    static int overFetch(int candidates) {
        return candidates + candidates / 4 + 16;
    }
}

package io.remdb.search;

/**
 * The numbers of rows at which a search takes another way. They are {@link #PRODUCTION} but in tests, where smaller ones show in
 * small tables what happens in large ones.
 *
 * @param flatRows rows of a segment from which its vectors have a graph: with fewer they are compared one by one, and writing
 *     costs no more than copying them; see {@link GraphMergePolicy}
 * @param fewRows so many rows that match a condition are compared one by one: that costs no more than a filtered search of a
 *     graph, and misses nothing
 * @param listedRows the most ids of a condition that only SQL evaluates; about 100 bytes each, and fewer where that is more than
 *     an eighth of the heap
 * @param groupedRows rows of a table from which they are grouped by the columns of the index, not one by one
 */
public record SearchSizes(int flatRows, int fewRows, int listedRows, int groupedRows) {
    /** Those of a database that is used. */
    public static final SearchSizes PRODUCTION = new SearchSizes(8192, 10_000, 2_000_000, 10_000);

    public SearchSizes {
        if (flatRows < 2 || fewRows < 0 || listedRows < 0 || groupedRows < 0) {
            throw new IllegalArgumentException(
                    "Not numbers of rows: " + flatRows + ", " + fewRows + ", " + listedRows + ", " + groupedRows);
        }
    }
}

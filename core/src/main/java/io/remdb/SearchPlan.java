package io.remdb;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a search was done: what {@link SearchRequest#explain} measured while doing it.
 *
 * @param mode how rows were compared with the question
 * @param limit the most hits
 * @param tables each table that was searched
 * @param hits how many hits there were
 */
public record SearchPlan(SearchMode mode, int limit, List<OfTable> tables, int hits) {
    public SearchPlan {
        tables = List.copyOf(tables);
    }

    /** What evaluates the condition. */
    public enum Filter {
        /** There is none. */
        NONE,
        /** The search index. */
        INDEX,
        /** SQL, which gives the ids of the rows. */
        SQL
    }

    /** What the question is compared with. */
    public enum Side {
        /** Vectors. */
        MEANING,
        /** Words. */
        WORDS
    }

    /** How the best rows are found. */
    public enum Way {
        /** Through the graphs, without a condition. */
        UNFILTERED,
        /** Every matching row is compared: nothing is missed. */
        EXACT,
        /** Through the graphs, walking over rows that do not match. */
        GRAPH,
        /** Through the graphs as if there were no condition, for more rows than needed, of which those that match are kept. */
        OVER_FETCH,
        /** Through the words of the question, among the matching rows. */
        POSTINGS
    }

    /**
     * One table.
     *
     * @param table its name
     * @param filter what evaluated the condition
     * @param filterReason why; empty without a condition
     * @param legs meaning, words, or both
     */
    public record OfTable(String table, Filter filter, String filterReason, List<Leg> legs) {
        public OfTable {
            legs = List.copyOf(legs);
        }
    }

    /**
     * One comparison of a table with the question.
     *
     * @param side with what
     * @param way how the best rows were found
     * @param reason why so
     * @param rows the rows of the index
     * @param estimated how many of them were thought to match before they were counted
     * @param matching how many of them match; null where they were not counted
     * @param asked how many candidates were asked for, of each graph where there are graphs
     * @param found how many candidates came
     */
    public record Leg(
            Side side,
            Way way,
            String reason,
            long rows,
            long estimated,
            @Nullable Long matching,
            int asked,
            int found) {
        /** The same with a count of the matching rows. */
        public Leg withMatching(long counted) {
            return new Leg(side, way, reason, rows, estimated, counted, asked, found);
        }
    }
}

package io.remdb.query;

import io.remdb.ErrorCode;
import io.remdb.FuzzyRequest;
import io.remdb.RemException;
import io.remdb.SearchRequest;
import io.remdb.TraversalRequest;

/**
 * The range of a number in a statement.
 *
 * @param clause that the number belongs to, such as {@code LIMIT of SEARCH}
 * @param least allowed
 * @param most allowed
 */
public record Bounds(String clause, int least, int most) {
    /** Hits of a SEARCH. */
    public static final Bounds SEARCH_LIMIT = new Bounds("LIMIT of SEARCH", 1, SearchRequest.MAX_LIMIT);
    /** Matches of a FUZZY. */
    public static final Bounds FUZZY_LIMIT = new Bounds("LIMIT of FUZZY", 1, FuzzyRequest.MAX_LIMIT);
    /** Links from the start of a TRAVERSE. */
    public static final Bounds DEPTH = new Bounds("DEPTH of TRAVERSE", 1, TraversalRequest.MAX_DEPTH);
    /** Entities of a TRAVERSE. */
    public static final Bounds TRAVERSE_LIMIT = new Bounds("LIMIT of TRAVERSE", 1, TraversalRequest.MAX_LIMIT);

    /** Whether the number is in the range. */
    public boolean contain(long number) {
        return least <= number && number <= most;
    }

    /** The error for a number that is not. */
    public RemException broken(ErrorCode code, Object given) {
        return new RemException(code, "A number is out of its range")
                .with("clause", clause)
                .with("given", given)
                .hint(clause + " is a whole number from " + least + " to " + most);
    }
}

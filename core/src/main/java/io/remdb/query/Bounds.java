package io.remdb.query;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * The range of a number in a statement.
 *
 * @param clause that the number belongs to, such as {@code LIMIT of SEARCH}
 * @param least allowed
 * @param most allowed
 */
public record Bounds(String clause, int least, int most) {
    /** Hits of a SEARCH. */
    public static final Bounds SEARCH_LIMIT = new Bounds("LIMIT of SEARCH", 1, 1000);
    /** Matches of a FUZZY. */
    public static final Bounds FUZZY_LIMIT = new Bounds("LIMIT of FUZZY", 1, 100);
    /** Links from the start of a TRAVERSE. */
    public static final Bounds DEPTH = new Bounds("DEPTH of TRAVERSE", 1, 10);
    /** Entities of a TRAVERSE. */
    public static final Bounds TRAVERSE_LIMIT = new Bounds("LIMIT of TRAVERSE", 1, 10_000);

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

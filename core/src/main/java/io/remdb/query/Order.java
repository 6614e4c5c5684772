package io.remdb.query;

/**
 * One term of an ORDER BY.
 *
 * @param field of the schema, a system field, or a score; as written
 * @param direction which value comes first
 * @param nulls where rows without a value stand
 */
public record Order(String field, Direction direction, Nulls nulls) {
    /** The most terms of an ORDER BY. */
    public static final int MAX_TERMS = 10;

    /** Which value comes first. */
    public enum Direction {
        /** The least. */
        ASC,
        /** The greatest. */
        DESC
    }

    /** Where rows without a value stand. */
    public enum Nulls {
        /** As in SQL here: no value is less than every value. */
        SMALLEST,
        /** Before the others. */
        FIRST,
        /** After the others. */
        LAST
    }
}

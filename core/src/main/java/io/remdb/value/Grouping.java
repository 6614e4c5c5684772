package io.remdb.value;

import java.util.List;

/**
 * What is asked for about groups of the living rows of a table: rows that have equal values in some columns, null being a value.
 * Immutable.
 *
 * @param condition only rows of which it is true; {@link Predicate.Constant#TRUE} for all
 * @param keys the columns that the rows of a group have in common; none for one group of all rows
 * @param measures columns of which something is asked for in each group: how many values there are, their sum, the least and the greatest
 */
public record Grouping(Predicate condition, List<Predicate.Column> keys, List<Measured> measures) {
    public Grouping {
        keys = List.copyOf(keys);
        measures = List.copyOf(measures);
    }

    /**
     * A column of which something is asked for; how many values it has in a group always is.
     *
     * @param summed whether the sum is wanted; only of whole numbers and decimals
     * @param bounded whether the least and greatest value are wanted; not of texts
     */
    public record Measured(Predicate.Column column, boolean summed, boolean bounded) {}
}

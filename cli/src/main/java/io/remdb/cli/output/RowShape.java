package io.remdb.cli.output;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * How rows of one kind look in each format.
 *
 * @param <T> the row
 */
public interface RowShape<T> {
    /** The row as JSON. */
    ObjectNode json(T row);

    /** The header of a CSV file. */
    List<String> columns();

    /** The values under {@link #columns}, as text; empty for none. */
    List<String> cells(T row);

    /** The header of a table for people, which may leave out what they rarely look at. */
    default List<String> tableColumns() {
        return columns();
    }

    /** The values under {@link #tableColumns}. */
    default List<String> tableCells(T row) {
        return cells(row);
    }
}

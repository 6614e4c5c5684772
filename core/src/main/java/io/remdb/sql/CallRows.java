package io.remdb.sql;

import java.util.List;
import org.h2.table.Column;
import org.h2.value.Value;

/** What a table function gives: its columns, and its rows for given arguments. */
interface CallRows {
    String ID = "id";

    List<Column> columns();

    int idColumn();

    /** The rows, of as many values as there are columns. */
    List<Value[]> compute(Arguments arguments);

    /** How many rows there will be, about. */
    double expectedRows(Arguments arguments);
}

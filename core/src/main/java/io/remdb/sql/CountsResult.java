package io.remdb.sql;

import io.remdb.Column;
import io.remdb.QueryResult;
import io.remdb.Row;
import io.remdb.sql.RowWrites.WriteCounts;
import java.util.Iterator;
import java.util.List;

/** What a statement that writes gives: one row of counts. */
public final class CountsResult implements QueryResult {
    private static final List<Column> COLUMNS =
            List.of(new Column("inserted", "BIGINT"), new Column("updated", "BIGINT"), new Column("deleted", "BIGINT"));

    private final Row row;
    private boolean iterated;

    /** Over these counts. */
    public CountsResult(WriteCounts counts) {
        this.row = new SqlRow(COLUMNS, new Object[] {counts.inserted(), counts.updated(), counts.deleted()});
    }

    @Override
    public Kind kind() {
        return Kind.SQL;
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public Iterator<Row> iterator() {
        if (iterated) {
            throw new IllegalStateException("the rows of a result are read once");
        }
        iterated = true;
        return List.of(row).iterator();
    }

    @Override
    public void close() {}
}

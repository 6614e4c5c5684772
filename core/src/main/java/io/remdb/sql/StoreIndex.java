package io.remdb.sql;

import io.remdb.store.Direction;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.index.IndexType;
import org.h2.message.DbException;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.Column;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * An access path of a {@link StoreTable}, with its price. Prices are in rows of a full scan, which is about a microsecond.
 */
abstract class StoreIndex extends Index {
    /** Finding the place where a range begins. */
    static final double SEEK = 4;
    /** Reading one row by its id, in a batch. */
    static final double READ = 2.5;
    /** Reading one entry of an index. */
    static final double ENTRY = 0.6;
    /** Keeping a row in order to sort it. */
    static final double SORT = 0.7;

    private final StoreTable owner;

    StoreIndex(StoreTable table, String name, IndexColumn[] columns, int uniqueColumns, IndexType type) {
        super(table, -1, name, columns, uniqueColumns, type);
        this.owner = table;
    }

    final StoreTable table() {
        return owner;
    }

    /** The lower bound of a lookup: H2 swaps the two when it reads backwards. */
    static @Nullable Value lower(@Nullable SearchRow first, @Nullable SearchRow last, boolean reverse, int column) {
        SearchRow row = reverse ? last : first;
        return row == null ? null : row.getValue(column);
    }

    static @Nullable Value upper(@Nullable SearchRow first, @Nullable SearchRow last, boolean reverse, int column) {
        SearchRow row = reverse ? first : last;
        return row == null ? null : row.getValue(column);
    }

    static Direction direction(boolean reverse) {
        return reverse ? Direction.DESCENDING : Direction.ASCENDING;
    }

    /** Whether reading this index gives the first thing that the statement orders by. */
    final boolean givesOrder(@Nullable SortOrder sortOrder, TableFilter @Nullable [] filters, int filter) {
        if (sortOrder == null || filters == null || filter != 0) {
            return false;
        }
        Column column = sortOrder.getColumn(0, filters[0]);
        if (!columns[0].equals(column)) {
            return false;
        }
        int wanted = sortOrder.getSortTypesWithNullOrdering()[0];
        int ours = getDatabase().getDefaultNullOrdering().addExplicitNullOrdering(SortOrder.ASCENDING);
        return wanted == ours || wanted == SortOrder.inverse(ours);
    }

    /**
     * H2 asks this whenever it begins a lookup, and only then. Where a LIMIT or EXISTS ended the lookup before in the middle of the values of
     * an IN, H2 (2.5.252, IndexCursor) would first give what is left of that.
     */
    @Override
    public boolean isFindUsingFullTableScan() {
        owner.closeCursor();
        return false;
    }

    @Override
    public String getPlanSQL() {
        return owner.getName() + '.' + getName();
    }

    @Override
    public StringBuilder getSQL(StringBuilder builder, int sqlFlags) {
        return builder.append(getPlanSQL());
    }

    /** Null where an index may not serve ORDER BY. */
    @Override
    public @Nullable String getCreateSQL() {
        return "";
    }

    @Override
    public long getRowCount(SessionLocal session) {
        return owner.rows();
    }

    @Override
    public long getRowCountApproximation(SessionLocal session) {
        return owner.rows();
    }

    @Override
    public void close(SessionLocal session) {
        owner.closeCursor();
    }

    @Override
    public boolean needRebuild() {
        return false;
    }

    @Override
    public void add(SessionLocal session, Row row) {
        throw readOnly();
    }

    @Override
    public void remove(SessionLocal session, Row row) {
        throw readOnly();
    }

    @Override
    public void remove(SessionLocal session) {
        throw readOnly();
    }

    @Override
    public void truncate(SessionLocal session) {
        throw readOnly();
    }

    private static DbException readOnly() {
        return DbException.getUnsupportedException("writing to tables through SQL");
    }
}

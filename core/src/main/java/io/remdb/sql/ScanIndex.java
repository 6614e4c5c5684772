package io.remdb.sql;

import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.Column;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.jspecify.annotations.Nullable;

/** Every row, in the order of the ids. */
final class ScanIndex extends StoreIndex {
    ScanIndex(StoreTable table) {
        super(table, "scan", new IndexColumn[0], 0, IndexType.createScan(true));
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        StoreTable table = table();
        table.closeCursor();
        return table.open(new ScanCursor(table, table.store().records().scan(table.number(), null), null));
    }

    @Override
    public double getCost(
            SessionLocal session,
            int @Nullable [] masks,
            TableFilter @Nullable [] filters,
            int filter,
            @Nullable SortOrder sortOrder,
            @Nullable AllColumnsForPlan allColumnsSet,
            boolean isSelectCommand) {
        return SEEK + table().counts().live() + table().counts().deleted() + 1;
    }

    @Override
    public boolean isFindUsingFullTableScan() {
        return true;
    }

    @Override
    public boolean isFirstColumn(Column column) {
        return false;
    }

    @Override
    public @Nullable String getCreateSQL() {
        return null;
    }
}

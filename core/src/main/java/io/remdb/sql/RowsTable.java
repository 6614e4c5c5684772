package io.remdb.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.Index;
import org.h2.index.IndexCondition;
import org.h2.index.VirtualTableIndex;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.h2.table.VirtualTable;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** One mention of rows that are not those of one table: a table function, or the views {@code kv} and {@code edges}. */
abstract class RowsTable extends VirtualTable implements Mention {
    private final SqlSession owner;
    private final Index scan;
    private final List<Index> indexes = new ArrayList<>();
    private long dataVersion;

    RowsTable(Schema schema, String name, SqlSession owner, List<Column> columns) {
        super(schema, MentionIds.next(), name);
        this.owner = owner;
        setColumns(columns.toArray(Column[]::new));
        this.scan = new Access(this, null);
    }

    /** Lets rows be found by a value of a column. */
    final void findBy(Column column) {
        indexes.add(new Access(this, column));
    }

    /** All rows. */
    abstract Cursor all();

    /** The rows that have a value in a column that was named to {@link #findBy}; more may come. */
    abstract Cursor having(Column column, Value value);

    /** How many rows there are, about. */
    abstract double expectedRows();

    /** Whether {@link #having} serves the condition that the statement has on the column. */
    abstract boolean canFindBy(Column column, TableFilter filter, SessionLocal session);

    @Override
    public final SqlSession owner() {
        return owner;
    }

    @Override
    public final List<String> columnNames() {
        return Arrays.stream(columns).map(Column::getName).toList();
    }

    @Override
    public final void startExecution(long version) {
        dataVersion = version;
    }

    @Override
    public final long getMaxDataModificationId() {
        return dataVersion;
    }

    @Override
    public final Index getScanIndex(SessionLocal session) {
        return scan;
    }

    @Override
    public final List<Index> getIndexes() {
        return indexes;
    }

    @Override
    public final boolean canGetRowCount(SessionLocal session) {
        return false;
    }

    @Override
    public final long getRowCount(SessionLocal session) {
        return getRowCountApproximation(session);
    }

    @Override
    public final long getRowCountApproximation(SessionLocal session) {
        return (long) expectedRows();
    }

    @Override
    public final boolean isDeterministic() {
        return true;
    }

    /** A way to the rows: all of them, or by one column. */
    private static final class Access extends VirtualTableIndex {
        private final RowsTable rows;
        private final @Nullable Column column;

        Access(RowsTable rows, @Nullable Column column) {
            super(
                    rows,
                    column == null ? "scan" : column.getName() + "_index",
                    column == null ? new IndexColumn[0] : IndexColumn.wrap(new Column[] {column}));
            this.rows = rows;
            this.column = column;
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
            if (column == null) {
                return StoreIndex.SEEK + rows.expectedRows();
            }
            boolean usable = masks != null
                    && filters != null
                    && (masks[column.getColumnId()] & IndexCondition.EQUALITY) == IndexCondition.EQUALITY
                    && rows.canFindBy(column, filters[filter], session);
            return usable ? StoreIndex.SEEK : Double.POSITIVE_INFINITY;
        }

        @Override
        public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
            Column wanted = column;
            Value value = wanted == null || first == null ? null : first.getValue(wanted.getColumnId());
            return wanted == null || value == null ? rows.all() : rows.having(wanted, value);
        }

        @Override
        public String getPlanSQL() {
            return rows.getName() + '.' + getName();
        }

        @Override
        public boolean isFindUsingFullTableScan() {
            return column == null;
        }

        @Override
        public boolean isFirstColumn(Column other) {
            return false;
        }

        @Override
        public @Nullable String getCreateSQL() {
            return null;
        }
    }
}

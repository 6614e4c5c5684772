package io.remdb.sql;

import io.remdb.catalog.Catalog;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.engine.SessionLocal;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.TableFilter;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/** The edges that start at living entities, of all tables. They are found by their source and by their target. */
final class EdgesTable extends RowsTable {
    static final String NAME = "edges";

    private static final double MANY = 1_000_000;
    private static final int SOURCE = 0;
    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final Catalog catalog;
    private final Store store;
    private @Nullable EdgeScan open;

    EdgesTable(Schema schema, SqlSession owner, Catalog catalog, Store store) {
        super(schema, NAME, owner, columns());
        this.catalog = catalog;
        this.store = store;
        findBy(getColumn(SOURCE));
        findBy(getColumn(2));
    }

    static List<Column> columns() {
        return List.of(
                new Column("src", TypeInfo.TYPE_UUID),
                new Column("rel_type", TypeInfo.TYPE_VARCHAR),
                new Column("dst", TypeInfo.TYPE_UUID),
                new Column("properties", TypeInfo.TYPE_JSON),
                new Column("created_at", TableShape.TIMESTAMP));
    }

    static Value[] row(StoredEdge edge) {
        return new Value[] {
            ValueUuid.get(edge.src()),
            ValueVarchar.get(edge.relType()),
            ValueUuid.get(edge.dst()),
            SqlValues.json(edge.properties().length == 0 ? EMPTY_OBJECT : edge.properties()),
            SqlValues.timestamp(edge.createdAtMicros())
        };
    }

    @Override
    RowsCursor all() {
        EdgeScan scan = new EdgeScan(catalog.tables().iterator(), store, owner());
        open = scan;
        return new RowsCursor(scan);
    }

    @Override
    RowsCursor having(Column column, Value value) {
        if (!(value instanceof ValueUuid end)) {
            return all();
        }
        boolean outgoing = column.getColumnId() == SOURCE;
        if (outgoing && !isLiving(end.getUuid())) {
            return new RowsCursor(List.<Value[]>of().iterator());
        }
        try (Cursor<StoredEdge> edges = outgoing
                ? store.records().edgesFrom(end.getUuid(), null)
                : store.records().edgesTo(end.getUuid(), null)) {
            List<Value[]> rows = new ArrayList<>();
            while (edges.hasNext()) {
                StoredEdge edge = edges.next();
                if (outgoing || isLiving(edge.src())) {
                    rows.add(row(edge));
                }
            }
            return new RowsCursor(rows.iterator());
        }
    }

    private boolean isLiving(UUID id) {
        return store.records().tableOf(id).stream()
                .boxed()
                .flatMap(table -> store.records().get(table, id).stream())
                .anyMatch(entity -> !entity.deleted());
    }

    @Override
    boolean canFindBy(Column column, TableFilter filter, SessionLocal session) {
        return true;
    }

    /** Not counted: that would read all of them. */
    @Override
    double expectedRows() {
        return MANY;
    }

    @Override
    void closeScan() {
        EdgeScan scan = open;
        open = null;
        if (scan != null) {
            scan.close();
        }
    }
}

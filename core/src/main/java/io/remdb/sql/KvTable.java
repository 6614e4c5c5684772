package io.remdb.sql;

import io.remdb.catalog.Catalog;
import io.remdb.store.Cursor;
import io.remdb.store.KeyHit;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** The living entities of all tables by their keys: one row for each key of an entity. */
final class KvTable extends RowsTable {
    static final String NAME = "kv";

    private static final double MANY = 1_000_000;

    private final Catalog catalog;
    private final Store store;
    private @Nullable KvScan open;

    KvTable(Schema schema, SqlSession owner, Catalog catalog, Store store) {
        super(schema, NAME, owner, columns());
        this.catalog = catalog;
        this.store = store;
        findBy(getColumn(0));
        findBy(getColumn(1));
    }

    static List<Column> columns() {
        return List.of(
                new Column("key", TypeInfo.TYPE_VARCHAR),
                new Column("id", TypeInfo.TYPE_UUID),
                new Column("entity_type", TypeInfo.TYPE_VARCHAR),
                new Column("created_at", TableShape.TIMESTAMP),
                new Column("modified_at", TableShape.TIMESTAMP),
                new Column("value", TypeInfo.TYPE_JSON));
    }

    @Override
    RowsCursor all() {
        KvScan scan = new KvScan(catalog.tables().iterator(), store, owner());
        open = scan;
        return new RowsCursor(scan);
    }

    /**
     * Only texts are looked up: the text '7.0' equals the number 7 in SQL, but is another key. While the key field of a table is
     * changed, some of its rows do not stand under their keys yet.
     */
    @Override
    RowsCursor having(Column column, Value value) {
        if (column.getColumnId() == 1) {
            return value instanceof ValueUuid id ? rows(ofId(id.getUuid())) : all();
        }
        if (!(value instanceof ValueVarchar)) {
            return all();
        }
        String key = String.valueOf(value.getString());
        if (key.isEmpty()) {
            return rows(List.of());
        }
        return KeyIndex.isLookedUp(key) && catalog.rekeying().isEmpty() ? rows(ofKey(key)) : all();
    }

    private static RowsCursor rows(List<Value[]> rows) {
        return new RowsCursor(rows.iterator());
    }

    private List<Value[]> ofId(UUID id) {
        return store.records().tableOf(id).stream()
                .boxed()
                .flatMap(table -> store.records().get(table, id).stream())
                .flatMap(entity -> rowsOf(entity).stream())
                .toList();
    }

    private List<Value[]> ofKey(String key) {
        List<Value[]> rows = new ArrayList<>();
        Value wanted = ValueVarchar.get(key);
        try (Cursor<KeyHit> hits = store.indexes().byKey(key)) {
            while (hits.hasNext()) {
                KeyHit hit = hits.next();
                Optional<StoredEntity> entity = store.records().get(hit.table(), hit.id());
                // The entry may be older than the row.
                entity.ifPresent(found -> rowsOf(found).stream()
                        .filter(row -> row[0].equals(wanted))
                        .forEach(rows::add));
            }
        }
        return rows;
    }

    private List<Value[]> rowsOf(StoredEntity entity) {
        return catalog.find(entity.table())
                .map(table -> KvScan.rows(table, entity))
                .orElse(List.of());
    }

    @Override
    boolean canFindBy(Column column, TableFilter filter, SessionLocal session) {
        return column.getColumnId() == 1 || new KnownRanges(filter, session).equalsText(column);
    }

    /** Not counted: that would read the schema of every table, also where one key is asked for. */
    @Override
    double expectedRows() {
        return MANY;
    }

    @Override
    void closeScan() {
        KvScan scan = open;
        open = null;
        if (scan != null) {
            scan.close();
        }
    }
}

package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.schema.RowKeys;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.h2.value.Value;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/** All rows of {@code kv}, table after table, read as they are asked for. */
final class KvScan implements Iterator<Value[]>, AutoCloseable {
    private static final int ROWS_BETWEEN_CHECKS = 1 << 12;

    private final Iterator<CatalogTable> tables;
    private final Store store;
    private final SqlSession owner;
    private final Deque<Value[]> ready = new ArrayDeque<>();
    private @Nullable CatalogTable table;
    private @Nullable Cursor<StoredEntity> entities;
    private int entitiesRead;

    KvScan(Iterator<CatalogTable> tables, Store store, SqlSession owner) {
        this.tables = tables;
        this.store = store;
        this.owner = owner;
    }

    /** The rows of an entity; none when it is soft-deleted. */
    static List<Value[]> rows(CatalogTable table, StoredEntity entity) {
        List<Value[]> rows = new ArrayList<>();
        if (!entity.deleted()) {
            for (String key : RowKeys.keys(table.schema(), entity.parseProperties())) {
                rows.add(new Value[] {
                    SqlValues.text(key),
                    ValueUuid.get(entity.id()),
                    ValueVarchar.get(table.name()),
                    SqlValues.timestamp(entity.createdAtMicros()),
                    SqlValues.timestamp(entity.modifiedAtMicros()),
                    SqlValues.json(entity.properties())
                });
            }
        }
        return rows;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty()) {
            Cursor<StoredEntity> current = entities;
            CatalogTable of = table;
            if (current != null && of != null && current.hasNext()) {
                if ((++entitiesRead & (ROWS_BETWEEN_CHECKS - 1)) == 0) {
                    owner.checkCancelled();
                }
                ready.addAll(rows(of, current.next()));
            } else if (tables.hasNext()) {
                close();
                CatalogTable next = tables.next();
                table = next;
                entities = store.records().scan(next.number(), null);
            } else {
                close();
                return false;
            }
        }
        return true;
    }

    @Override
    public Value[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    @Override
    public void close() {
        Cursor<StoredEntity> current = entities;
        entities = null;
        if (current != null) {
            current.close();
        }
    }
}

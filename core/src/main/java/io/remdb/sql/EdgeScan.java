package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.store.Cursor;
import io.remdb.store.EdgeEnd;
import io.remdb.store.EdgeWalk;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** All rows of {@code edges}: the edges of one entity after the other, table after table, read as they are asked for. */
final class EdgeScan implements Iterator<Value[]>, AutoCloseable {
    private static final int STEPS_BETWEEN_CHECKS = 1 << 12;

    private final Iterator<CatalogTable> tables;
    private final Store store;
    private final SqlSession owner;
    private final EdgeWalk walk;
    private @Nullable Cursor<StoredEntity> entities;
    private boolean atEntity;
    private Value @Nullable [] ready;
    private int steps;

    EdgeScan(Iterator<CatalogTable> tables, Store store, SqlSession owner) {
        this.tables = tables;
        this.store = store;
        this.owner = owner;
        this.walk = store.records().walk(EdgeEnd.SOURCE);
    }

    @Override
    public boolean hasNext() {
        while (ready == null) {
            if ((++steps & (STEPS_BETWEEN_CHECKS - 1)) == 0) {
                owner.checkCancelled();
            }
            if (atEntity && walk.next()) {
                ready = EdgesTable.row(walk.edge());
            } else if (!toNextEntity()) {
                return false;
            }
        }
        return true;
    }

    /** Goes to before the edges of the next living entity; false after the last one. */
    private boolean toNextEntity() {
        atEntity = false;
        Cursor<StoredEntity> current = entities;
        if (current != null && current.hasNext()) {
            StoredEntity entity = current.next();
            if (!entity.deleted()) {
                walk.moveTo(entity.id(), null);
                atEntity = true;
            }
            return true;
        }
        closeEntities();
        if (!tables.hasNext()) {
            return false;
        }
        entities = store.records().scan(tables.next().number(), null);
        return true;
    }

    @Override
    public Value[] next() {
        Value[] row = hasNext() ? ready : null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        ready = null;
        return row;
    }

    private void closeEntities() {
        Cursor<StoredEntity> current = entities;
        entities = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        closeEntities();
        walk.close();
    }
}

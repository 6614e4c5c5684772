package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.store.Cursor;
import io.remdb.store.StoredEntity;

/** The rows of a table as entities. */
record TableCursor(Cursor<StoredEntity> rows, EntityReader reader) implements EntityCursor {
    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Entity next() {
        return reader.entity(rows.next());
    }

    @Override
    public void close() {
        rows.close();
    }
}

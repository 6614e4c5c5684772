package io.remdb.sql;

import io.remdb.store.Cursor;
import io.remdb.store.StoredEntity;
import io.remdb.text.Uuids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows in the order of their ids, up to a last one. */
final class ScanCursor extends StoreCursor {
    private final StoreTable table;
    private final Cursor<StoredEntity> entities;
    private final @Nullable UUID last;

    ScanCursor(StoreTable table, Cursor<StoredEntity> entities, @Nullable UUID last) {
        this.table = table;
        this.entities = entities;
        this.last = last;
    }

    @Override
    @Nullable
    StoreRow advance() {
        while (entities.hasNext()) {
            StoredEntity entity = entities.next();
            table.tick();
            if (last != null && Uuids.compare(entity.id(), last) > 0) {
                return null;
            }
            if (table.shows(entity.deleted())) {
                return new StoreRow(table, entity);
            }
        }
        return null;
    }

    @Override
    public void close() {
        entities.close();
    }
}

package io.remdb.engine;

import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.RemDatabase.Visibility;
import io.remdb.store.Cursor;
import io.remdb.store.StoredEntity;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The rows of a table as entities. */
final class TableCursor implements EntityCursor {
    private final Cursor<StoredEntity> rows;
    private final Visibility visibility;
    private final EntityReader reader;
    private @Nullable StoredEntity next;

    TableCursor(Cursor<StoredEntity> rows, Visibility visibility, EntityReader reader) {
        this.rows = rows;
        this.visibility = visibility;
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        while (next == null && rows.hasNext()) {
            StoredEntity row = rows.next();
            if (visibility == Visibility.WITH_DELETED || !row.deleted()) {
                next = row;
            }
        }
        return next != null;
    }

    @Override
    public Entity next() {
        StoredEntity row = hasNext() ? next : null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return reader.entity(row);
    }

    @Override
    public void close() {
        rows.close();
    }
}

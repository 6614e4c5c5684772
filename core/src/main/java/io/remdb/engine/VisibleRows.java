package io.remdb.engine;

import io.remdb.RemDatabase.Visibility;
import io.remdb.store.Cursor;
import io.remdb.store.StoredEntity;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Stored rows without those that are not to be seen. */
final class VisibleRows implements Cursor<StoredEntity> {
    private final Cursor<StoredEntity> rows;
    private final Visibility visibility;
    private @Nullable StoredEntity next;

    VisibleRows(Cursor<StoredEntity> rows, Visibility visibility) {
        this.rows = rows;
        this.visibility = visibility;
    }

    @Override
    public boolean hasNext() {
        while (next == null && rows.hasNext()) {
            StoredEntity row = rows.next();
            next = visibility == Visibility.WITH_DELETED || !row.deleted() ? row : null;
        }
        return next != null;
    }

    @Override
    public StoredEntity next() {
        StoredEntity row = hasNext() ? next : null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return row;
    }

    @Override
    public void close() {
        rows.close();
    }
}

package io.remdb.sql;

import io.remdb.store.Cursor;
import io.remdb.store.IndexHit;
import io.remdb.value.FieldValue;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/** A list of ids from its end. */
final class IdsBackwards implements Cursor<IndexHit> {
    private final List<UUID> ids;
    private int left;

    IdsBackwards(List<UUID> ids) {
        this.ids = ids;
        this.left = ids.size();
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public IndexHit next() {
        if (left == 0) {
            throw new NoSuchElementException();
        }
        return new IndexHit(ids.get(--left), FieldValue.Null.NULL, false);
    }

    @Override
    public void close() {
        left = 0;
    }
}

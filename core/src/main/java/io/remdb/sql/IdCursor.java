package io.remdb.sql;

import io.remdb.store.Cursor;
import java.lang.ref.Cleaner;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.h2.value.Value;
import org.h2.value.ValueUuid;
import org.jspecify.annotations.Nullable;

/** The ids of a result of one column. */
final class IdCursor implements Cursor<UUID> {
    private final Lease lease;
    private final Cleaner.Cleanable cleanable;
    private @Nullable UUID next;
    private boolean atEnd;

    IdCursor(Lease lease) {
        this.lease = lease;
        this.cleanable = SqlResult.CLEANER.register(this, lease);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !atEnd) {
            Value @Nullable [] row = lease.next();
            next = row != null && row[0] instanceof ValueUuid id ? id.getUuid() : null;
            atEnd = next == null;
        }
        return next != null;
    }

    @Override
    public UUID next() {
        UUID id = hasNext() ? next : null;
        if (id == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return id;
    }

    @Override
    public void close() {
        cleanable.clean();
    }
}

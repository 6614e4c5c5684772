package io.remdb.server.owner;

import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A list of rows in a shared database, which any of its owners goes on with from the row that came last. One thread. */
final class SharedListing {
    private final SharedDatabase database;
    private final String table;
    private final Visibility visibility;
    private final @Nullable UUID begin;
    private boolean encrypted;

    /** @param begin the row after which it begins; null for all rows */
    SharedListing(SharedDatabase database, String table, Visibility visibility, @Nullable UUID begin) {
        this.database = database;
        this.table = table;
        this.visibility = visibility;
        this.begin = begin;
    }

    /** All of it. */
    EntityCursor open() {
        return database.with(current -> {
            encrypted = current.info().encrypted();
            return begin == null ? current.list(table, visibility) : current.listAfter(table, visibility, begin);
        });
    }

    /**
     * What comes after a row that was given.
     *
     * @throws RemException {@link ErrorCode#UNAVAILABLE} when the database has been encrypted meanwhile
     */
    EntityCursor after(UUID last) {
        return database.with(current -> {
            requireSameOrder(current);
            return current.listAfter(table, visibility, last);
        });
    }

    /** Encrypting a database puts its rows into another order, in which the rows that were given are anywhere. */
    private void requireSameOrder(RemDatabase current) {
        if (current.info().encrypted() != encrypted) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The database was encrypted while its rows were being listed")
                    .with("table", table)
                    .hint("List them again from the start");
        }
    }
}

package io.remdb.sql;

import org.h2.index.Cursor;
import org.h2.message.DbException;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.jspecify.annotations.Nullable;

/** Rows of one lookup. Closed by itself at its end, by the next lookup of the same table, or with the statement. */
abstract class StoreCursor implements Cursor, AutoCloseable {
    private @Nullable StoreRow current;

    /** The next row; null at the end. */
    abstract @Nullable StoreRow advance();

    @Override
    public abstract void close();

    @Override
    public boolean next() {
        current = advance();
        if (current == null) {
            close();
            return false;
        }
        return true;
    }

    @Override
    public @Nullable Row get() {
        return current;
    }

    @Override
    public @Nullable SearchRow getSearchRow() {
        return current;
    }

    @Override
    public boolean previous() {
        throw DbException.getUnsupportedException("previous");
    }

    /** At most one row. */
    static StoreCursor of(@Nullable StoreRow row) {
        return new StoreCursor() {
            private @Nullable StoreRow rest = row;

            @Override
            @Nullable
            StoreRow advance() {
                StoreRow next = rest;
                rest = null;
                return next;
            }

            @Override
            public void close() {
                rest = null;
            }
        };
    }
}

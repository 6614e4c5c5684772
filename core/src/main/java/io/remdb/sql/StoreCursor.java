package io.remdb.sql;

import org.h2.index.Cursor;
import org.h2.message.DbException;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.jspecify.annotations.Nullable;

/** Rows of one lookup. Over at its end, with the next lookup of the same table, or with the statement. */
abstract class StoreCursor implements Cursor, AutoCloseable {
    private @Nullable StoreRow current;
    private boolean over;

    /** The next row; null at the end. */
    abstract @Nullable StoreRow advance();

    @Override
    public abstract void close();

    /** No more rows come, whoever asks: H2 may go on with a cursor of a lookup before; see {@link StoreIndex}. */
    final void end() {
        over = true;
        close();
    }

    @Override
    public boolean next() {
        current = over ? null : advance();
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

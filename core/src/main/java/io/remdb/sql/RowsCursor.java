package io.remdb.sql;

import java.util.Iterator;
import org.h2.index.Cursor;
import org.h2.message.DbException;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** Rows out of an iterator of their values. */
final class RowsCursor implements Cursor {
    private final Iterator<Value[]> rows;
    private @Nullable Row current;
    private boolean over;

    RowsCursor(Iterator<Value[]> rows) {
        this.rows = rows;
    }

    /** As {@link StoreCursor#end}. */
    void end() {
        over = true;
    }

    @Override
    public boolean next() {
        current = !over && rows.hasNext() ? Row.get(rows.next(), 1) : null;
        return current != null;
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
}

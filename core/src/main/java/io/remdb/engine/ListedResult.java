package io.remdb.engine;

import io.remdb.Column;
import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemException;
import io.remdb.Row;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A result whose rows are made of things that have been read already, one when it is asked for.
 *
 * @param <T> what a row is made of
 */
final class ListedResult<T> implements QueryResult {
    private final Kind kind;
    private final List<Column> columns;
    private final List<T> things;
    private final Function<T, Row> row;
    private boolean iterated;
    private boolean closed;

    ListedResult(Kind kind, List<Column> columns, List<T> things, Function<T, Row> row) {
        this.kind = kind;
        this.columns = columns;
        this.things = things;
        this.row = row;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public Iterator<Row> iterator() {
        if (iterated) {
            throw new IllegalStateException("the rows of a result are read once");
        }
        iterated = true;
        return things.stream().map(this::rowWhileOpen).iterator();
    }

    private Row rowWhileOpen(T thing) {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The result or its database has been closed");
        }
        return row.apply(thing);
    }

    @Override
    public void close() {
        closed = true;
    }
}

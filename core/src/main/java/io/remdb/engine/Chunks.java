package io.remdb.engine;

import io.remdb.spi.RowChunk;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows in chunks ({@link RowChunk}). */
final class Chunks implements Iterator<List<String>> {
    private final Iterator<String> rows;
    private final int mostRows;

    Chunks(Iterator<String> rows, int mostRows) {
        this.rows = rows;
        this.mostRows = mostRows;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public List<String> next() {
        List<String> chunk = RowChunk.take(rows, mostRows);
        if (chunk.isEmpty()) {
            throw new NoSuchElementException();
        }
        return chunk;
    }
}

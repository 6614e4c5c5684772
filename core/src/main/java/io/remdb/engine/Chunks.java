package io.remdb.engine;

import io.remdb.spi.Limits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows in chunks that are bounded in number and in size: a chunk is embedded, committed and logged as a whole. */
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
        List<String> chunk = new ArrayList<>();
        long length = 0;
        while (chunk.size() < mostRows && length < Limits.CHUNK_CHARACTERS && rows.hasNext()) {
            String row = rows.next();
            chunk.add(row);
            length += row.length();
        }
        if (chunk.isEmpty()) {
            throw new NoSuchElementException();
        }
        return chunk;
    }
}

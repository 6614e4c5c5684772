package io.remdb.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows in chunks that are bounded in number and in size: a chunk is embedded, committed and logged as a whole. */
final class Chunks implements Iterator<List<String>> {
    /** A chunk ends with the row that makes it so long, in characters. */
    static final int LARGEST_CHUNK = 4 << 20;

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
        while (chunk.size() < mostRows && length < LARGEST_CHUNK && rows.hasNext()) {
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

package io.remdb.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The rows of a batch that are embedded, committed and logged together: bounded in number and in size, and in time where they come slowly. */
public final class RowChunk {
    /** Longer than this the first row of a chunk is not kept waiting for others that are still to come. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int FIRST_CAPACITY = 1024;

    private RowChunk() {}

    /**
     * The next chunk; waits for its first row however long that takes.
     *
     * @return empty when there are no more rows
     */
    public static List<String> take(Iterator<String> rows, int mostRows) {
        List<String> chunk = new ArrayList<>(Math.min(mostRows, FIRST_CAPACITY));
        long length = 0;
        long begin = 0;
        while (chunk.size() < mostRows
                && length < Limits.CHUNK_CHARACTERS
                && (chunk.isEmpty() || comes(rows, begin))
                && rows.hasNext()) {
            if (chunk.isEmpty()) {
                begin = System.nanoTime();
            }
            String row = rows.next();
            chunk.add(row);
            length += row.length();
        }
        return chunk;
    }

    private static boolean comes(Iterator<String> rows, long begin) {
        return !(rows instanceof PacedRows paced) || paced.awaitNext(LONGEST_WAIT_NANOS - (System.nanoTime() - begin));
    }
}

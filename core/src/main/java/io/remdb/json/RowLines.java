package io.remdb.json;

import io.remdb.ErrorCode;
import io.remdb.RowError;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an input as rows: blank lines are none. A line that cannot be read is given as an empty row, which no table takes; why it
 * is none is known here. A database counts rows and a person counts lines: {@link #placed} turns the one into the other. Reading by one
 * thread; the other methods by any.
 */
public final class RowLines implements Iterator<String> {
    private record Unreadable(ErrorCode code, String reason) {}

    private final LineReader lines;
    private final int longestLine;
    /** The number of blank lines before a row and those after it, up to the next key. */
    private final TreeMap<Long, Long> blankLinesBefore = new TreeMap<>(Map.of(0L, 0L));

    private final Map<Long, Unreadable> unreadable = new HashMap<>();
    private @Nullable String next;
    private long rows;
    private long blankLines;
    private boolean ended;

    /**
     * Reads {@code source}.
     *
     * @param longestLine in bytes; of a longer one nothing is kept
     */
    public RowLines(InputStream source, int longestLine) {
        this.lines = new LineReader(source, longestLine, OutputStream.nullOutputStream());
        this.longestLine = longestLine;
    }

    /** @throws io.remdb.RemException {@link ErrorCode#IO_ERROR} where the input cannot be read further */
    @Override
    public synchronized boolean hasNext() {
        while (next == null && !ended) {
            Optional<Line> line = lines.next();
            ended = line.isEmpty();
            line.ifPresent(this::take);
        }
        return next != null;
    }

    @Override
    public synchronized String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        String row = next;
        next = null;
        return row;
    }

    private void take(Line line) {
        switch (line) {
            case Line.Decoded(long _, String text)
            when text.isBlank() -> {
                blankLines++;
                blankLinesBefore.put(rows + 1, blankLines);
            }
            case Line.Decoded(long _, String text) -> give(text);
            case Line.Undecodable(long _, byte[] _, int column) -> {
                give("");
                unreadable.put(
                        rows,
                        new Unreadable(ErrorCode.INVALID_JSON, "The line is not valid UTF-8 (byte=" + column + ")"));
            }
            case Line.TooLong(long _) -> {
                give("");
                unreadable.put(
                        rows,
                        new Unreadable(
                                ErrorCode.TOO_LARGE,
                                "The line is longer than a row may be (limit_bytes=" + longestLine + ")"));
            }
        }
    }

    private void give(String text) {
        rows++;
        next = text;
    }

    /** Rows that were read, with the one that {@link #hasNext} has found. */
    public synchronized long rows() {
        return rows;
    }

    /**
     * What is wrong with a row, by its line, and why it could not be read where it could not.
     *
     * @param error whose line is the place of the row among the rows, from 1
     */
    public synchronized RowError placed(RowError error) {
        long row = error.line();
        long line = row + blankLinesBefore.floorEntry(row).getValue();
        Unreadable reason = unreadable.get(row);
        return reason == null
                ? error.atLine(line)
                : new RowError(line, reason.code(), reason.reason(), error.problems(), error.row());
    }

    /** Nothing more is asked about the first {@code done} rows. */
    public synchronized void forget(long done) {
        Long first = blankLinesBefore.floorKey(done);
        if (first != null) {
            blankLinesBefore.headMap(first).clear();
        }
        unreadable.keySet().removeIf(row -> row <= done);
    }
}

package io.remdb.export;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.json.Line;
import io.remdb.json.LineReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as rows, those of one table after those of another. Blank lines are no rows. A line that does not say its
 * table is given with those before it, so that the database says what is wrong with it. Reading by one thread; line numbers are
 * told to any.
 */
final class TableLines {
    private static final String TABLE = "entity_type";

    private final LineReader lines;
    private @Nullable String next;
    private @Nullable String nextTable;
    private long nextLine;
    private boolean ended;

    TableLines(InputStream source) {
        lines = new LineReader(source, Json.LONGEST_ENTITY, OutputStream.nullOutputStream());
    }

    /**
     * The table of the next row; empty where no row is left.
     *
     * @throws RemException where the row does not say it, or cannot be read
     */
    Optional<String> table() {
        fill();
        if (next == null) {
            return Optional.empty();
        }
        if (nextTable == null) {
            throw new RemException(ErrorCode.INVALID_JSON, "The line is no row of an export: it does not say its table")
                    .with("line", nextLine)
                    .hint("Each line is a JSON object with entity_type, as rem export writes it (JSONL)");
        }
        return Optional.ofNullable(nextTable);
    }

    /** The rows up to the first that is of another table. */
    Rows rowsOf(String table) {
        return new Rows(table);
    }

    private void fill() {
        while (next == null && !ended) {
            Optional<Line> line = lines.next();
            ended = line.isEmpty();
            line.ifPresent(this::take);
        }
    }

    private void take(Line line) {
        String text = switch (line) {
            case Line.Decoded(long _, String decoded) -> decoded;
            case Line.Undecodable(long number, byte[] _, int column) ->
                throw new RemException(ErrorCode.INVALID_JSON, "The line is not valid UTF-8")
                        .with("line", number)
                        .with("byte", column);
            case Line.TooLong(long number) ->
                throw new RemException(ErrorCode.TOO_LARGE, "The line is longer than a row with all that it has may be")
                        .with("line", number)
                        .with("limit_bytes", Json.LONGEST_ENTITY);
        };
        if (!text.isBlank()) {
            next = text;
            nextLine = line.number();
            nextTable = Json.textMember(text, TABLE).orElse(null);
        }
    }

    /** Rows of one table. */
    final class Rows implements Iterator<String> {
        private final String table;
        /** The line of a row, and of those after it up to the next key as many lines further. */
        private final TreeMap<Long, Long> lineOfRow = new TreeMap<>();

        private long rows;
        private long lastLine;

        private Rows(String table) {
            this.table = table;
        }

        @Override
        public boolean hasNext() {
            fill();
            return next != null && (nextTable == null || nextTable.equals(table));
        }

        @Override
        public String next() {
            String row = hasNext() ? next : null;
            if (row == null) {
                throw new NoSuchElementException();
            }
            next = null;
            note();
            return row;
        }

        private synchronized void note() {
            rows++;
            if (lastLine == 0 || nextLine != lastLine + 1) {
                lineOfRow.put(rows, nextLine);
            }
            lastLine = nextLine;
        }

        /** The line of a row of these, from 1. */
        synchronized long line(long row) {
            var start = lineOfRow.floorEntry(row);
            return start == null ? row : start.getValue() + row - start.getKey();
        }

        /** Nothing more is asked about the first {@code done} rows. */
        synchronized void forget(long done) {
            Long first = lineOfRow.floorKey(done);
            if (first != null) {
                lineOfRow.headMap(first).clear();
            }
        }
    }
}

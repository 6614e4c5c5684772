package io.remdb.cli;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.cli.input.StoppableInput;
import io.remdb.json.Line;
import io.remdb.json.LineReader;
import io.remdb.spi.PacedRows;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of stdin as rows. The database counts rows, a person counts lines: blank lines are no rows, so that the place of
 * a row is turned back into its line here. A line that is no text is handed on as an empty row, which no table takes; why
 * it is none is known here. Reading by one thread; the other methods by any.
 */
final class BatchRows implements PacedRows {
    /**
     * A line that was not written.
     *
     * @param line its number in the input
     * @param reason why, where the database could not know
     * @param bytes as they came; empty where they have been kept already
     */
    @SuppressWarnings("ArrayRecordComponent") // Not compared; written to the file of rejects.
    record Rejected(long line, @Nullable String reason, byte[] bytes) {}

    private static final byte[] KEPT_ALREADY = {};

    private final StoppableInput input;
    private final LineReader lines;
    private final BatchOptions.Mode mode;
    private final TreeMap<Long, Long> blankLinesBefore = new TreeMap<>();
    private final Map<Long, Rejected> unreadable = new HashMap<>();
    private long linesRead;
    private long rows;
    private long blankLines;
    private boolean ended;
    private @Nullable String next;

    /** @param mode what a stop of the input means: the end of the rows, or that none of them is wanted */
    BatchRows(StoppableInput input, LineReader lines, BatchOptions.Mode mode) {
        this.input = input;
        this.lines = lines;
        this.mode = mode;
        blankLinesBefore.put(0L, 0L);
    }

    /** @throws RemException {@link ErrorCode#CANCELLED} when the input was stopped and all rows are wanted or none */
    @Override
    public synchronized boolean hasNext() {
        while (next == null && !ended) {
            readLine();
        }
        if (input.stopped() && mode == BatchOptions.Mode.ALL_OR_NOTHING) {
            throw new RemException(ErrorCode.CANCELLED, "The batch was interrupted").hint("Nothing was written");
        }
        return next != null;
    }

    private void readLine() {
        Optional<Line> line = lines.next();
        linesRead++;
        // What came last before a stop may be half a line.
        ended = line.isEmpty() || input.stopped();
        if (!ended) {
            take(line.orElseThrow());
        }
    }

    @Override
    public synchronized boolean awaitNext(long nanos) {
        long begin = System.nanoTime();
        while (next == null && !ended) {
            if (!input.awaitLine(linesRead, nanos - (System.nanoTime() - begin))) {
                return false;
            }
            readLine(); // a blank one may be no row
        }
        return true;
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

    /** Whether all lines are read, so that {@link #rows} is how many there are. */
    synchronized boolean ended() {
        return ended;
    }

    /** Rows that are read. */
    synchronized long rows() {
        return rows;
    }

    /** The line of a row that the database has refused. */
    synchronized Rejected rejected(RowError error) {
        Rejected known = unreadable.remove(error.line());
        if (known != null) {
            return known;
        }
        long line = error.line() + blankLinesBefore.floorEntry(error.line()).getValue();
        return new Rejected(line, null, error.row().getBytes(StandardCharsets.UTF_8));
    }

    /** No more is asked about the first {@code done} rows. */
    synchronized void forget(long done) {
        Long first = blankLinesBefore.floorKey(done);
        if (first != null) {
            blankLinesBefore.headMap(first).clear();
        }
    }

    private void take(Line line) {
        switch (line) {
            case Line.Decoded(long _, String text)
            when text.isBlank() -> {
                blankLines++;
                blankLinesBefore.put(rows + 1, blankLines);
            }
            case Line.Decoded(long _, String text) -> accept(text);
            case Line.Undecodable(long number, byte[] bytes, int column) ->
                refuse(new Rejected(number, "The line is not valid UTF-8 (byte=" + column + ")", bytes));
            case Line.TooLong(long number) -> {
                String reason = "The line is longer than a row may be (limit_bytes=" + LineReader.LONGEST_LINE + ")";
                refuse(new Rejected(number, reason, KEPT_ALREADY));
            }
        }
    }

    private void accept(String text) {
        rows++;
        next = text;
    }

    private void refuse(Rejected rejected) {
        accept("");
        unreadable.put(rows, rejected);
    }
}

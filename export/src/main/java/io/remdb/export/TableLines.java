package io.remdb.export;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.json.Json;
import io.remdb.json.RowLines;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as rows, those of one table after those of another. Blank lines are no rows. A line that does not say its
 * table, or cannot be read, is given with those before it, so that the database says what is wrong with it. Before the first row that says
 * its table there is none to give it to: it is rejected here. Reading by one thread; line numbers are told to any.
 */
final class TableLines {
    private static final String TABLE = "entity_type";
    private static final String NO_TABLE = "The line is no row of an export: it does not say its table";

    private final RowLines lines;
    private final Consumer<RowError> onReject;
    private @Nullable String next;
    private @Nullable String nextTable;
    private @Nullable RowError firstRejected;
    private boolean any;

    /** @param onReject told of lines before the first row that says its table */
    TableLines(InputStream source, Consumer<RowError> onReject) {
        this.lines = new RowLines(source, Json.LONGEST_ENTITY);
        this.onReject = onReject;
    }

    /**
     * The table of the next row; empty where no row is left.
     *
     * @throws RemException where no line of all says its table
     */
    Optional<String> table() {
        while (fill() && nextTable == null) {
            reject(String.valueOf(next));
        }
        if (firstRejected != null && !any && nextTable == null) {
            throw new RemException(firstRejected.code(), firstRejected.message())
                    .with("line", firstRejected.line())
                    .hint("Each line is a JSON object with entity_type, as rem export writes it (JSONL)");
        }
        any = true;
        return Optional.ofNullable(nextTable);
    }

    private void reject(String row) {
        RowError error = lines.placed(new RowError(lines.rows(), ErrorCode.INVALID_JSON, NO_TABLE, List.of(), row));
        if (firstRejected == null) {
            firstRejected = error;
        }
        onReject.accept(error);
        next = null;
    }

    /** The rows up to the first that is of another table. */
    Rows rowsOf(String table) {
        return new Rows(table, lines.rows() - 1);
    }

    /** Whether there is a row. */
    private boolean fill() {
        if (next == null) {
            nextTable = null;
            if (lines.hasNext()) {
                next = lines.next();
                nextTable = Json.textMember(next, TABLE).orElse(null);
            }
        }
        return next != null;
    }

    /** Rows of one table. */
    final class Rows implements Iterator<String> {
        private final String table;
        private final long rowsBefore;

        private Rows(String table, long rowsBefore) {
            this.table = table;
            this.rowsBefore = rowsBefore;
        }

        @Override
        public boolean hasNext() {
            return fill() && (nextTable == null || nextTable.equals(table));
        }

        @Override
        public String next() {
            String row = hasNext() ? next : null;
            if (row == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return row;
        }

        /** What is wrong with a row of these, by its line in the file. */
        RowError placed(RowError error) {
            return lines.placed(error.atLine(rowsBefore + error.line()));
        }

        /** Nothing more is asked about the first {@code done} rows. */
        void forget(long done) {
            lines.forget(rowsBefore + done);
        }
    }
}

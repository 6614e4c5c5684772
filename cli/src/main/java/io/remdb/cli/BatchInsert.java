package io.remdb.cli;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.ValidationProblem;
import io.remdb.cli.BatchRows.Rejected;
import io.remdb.cli.input.StoppableInput;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import io.remdb.json.LineReader;
import io.remdb.text.IoProblem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem insert --batch}: stdin into a table, with a report of what could not be written. */
final class BatchInsert {
    private static final int ERRORS_SHOWN = 20;
    private static final double TENTHS = 10.0;

    private final Invocation invocation;
    private final RemDatabase database;
    private final String table;
    private final boolean strict;
    private final @Nullable Path rejects;
    private long invalid;
    private boolean array;
    private final ArrayNode errors = Json.mapper().createArrayNode();

    BatchInsert(Invocation invocation, RemDatabase database, String table, boolean strict, @Nullable Path rejects) {
        this.invocation = invocation;
        this.database = database;
        this.table = table;
        this.strict = strict;
        this.rejects = rejects;
    }

    int run() {
        // An unknown table is an error before anything is read.
        database.count(table);
        if (invocation.streams().terminal().input()) {
            invocation.output().remark("Reading rows from the terminal, one a line; Ctrl-D ends them");
        }
        StoppableInput input = new StoppableInput(invocation.input());
        invocation.interruption().react(input::stop);
        return report(insert(input), input.stopped());
    }

    private BatchResult insert(StoppableInput input) {
        try (OutputStream rejected = rejectsFile();
                ProgressBar bar = new ProgressBar(invocation.output(), "inserting")) {
            BatchOptions.Mode mode = strict ? BatchOptions.Mode.ALL_OR_NOTHING : BatchOptions.Mode.SKIP_INVALID;
            BatchRows rows = new BatchRows(input, new LineReader(input, LineReader.LONGEST_LINE, rejected), mode);
            BatchOptions options = BatchOptions.DEFAULTS
                    .withMode(mode)
                    .withOnReject(error -> reject(error, rows.rejected(error), rejected))
                    .withProgress((done, total) -> {
                        // Of the newest rows some may be done only in so far as they are embedded.
                        rows.forget(done - BatchOptions.MOST_CHUNK_ROWS);
                        if (total > 0 || rows.ended()) {
                            bar.progress(done, total > 0 ? total : rows.rows());
                        } else {
                            bar.estimate(done, input.estimate(rows.rows()));
                        }
                    });
            return database.insertAll(table, rows, options);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private int report(BatchResult result, boolean stopped) {
        if (invocation.output().format() == Format.TABLE) {
            showErrors();
        }
        invocation.output().object(summary(result));
        if (stopped && (!strict || result.failed() == 0)) {
            String written = String.format(Locale.ROOT, "%,d", result.inserted() + result.updated());
            // A strict batch that was still to be stopped has failed; one that has begun to write is complete.
            String rest =
                    strict ? "which is all of them: it was too late to stop" : "run the batch again to complete it";
            invocation.output().remark("Interrupted: " + written + " rows were written; " + rest);
            return ExitCode.INTERRUPTED;
        }
        if (result.failed() > 0) {
            throw rejected(result)
                    .with("written", result.inserted() + result.updated())
                    .hint(hint(result));
        }
        return ExitCode.DONE;
    }

    private String hint(BatchResult result) {
        if (array && result.inserted() + result.updated() == 0) {
            return "The rows are one JSON array, but stand one a line here: jq -c '.[]' FILE | rem insert " + table
                    + " --batch";
        }
        return rejects == null ? "--rejects FILE keeps such lines" : "They are in " + rejects;
    }

    /** Of a strict batch every row has failed, however few of them are invalid. */
    private RemException rejected(BatchResult result) {
        return strict
                ? new RemException(ErrorCode.VALIDATION_FAILED, "Nothing was written: some lines are invalid")
                        .with("invalid", invalid)
                        .with("rows", result.failed())
                : new RemException(ErrorCode.VALIDATION_FAILED, "Some lines were not written")
                        .with("failed", result.failed());
    }

    private ObjectNode summary(BatchResult result) {
        ObjectNode summary = Json.object();
        summary.put("inserted", result.inserted());
        summary.put("updated", result.updated());
        summary.put("failed", result.failed());
        if (invocation.output().format() != Format.TABLE) {
            summary.set("errors", errors);
        }
        summary.put("elapsed_ms", result.elapsedMs());
        summary.put("rows_per_s", Math.round(result.rowsPerSecond() * TENTHS) / TENTHS);
        return summary;
    }

    private void showErrors() {
        for (int index = 0; index < Math.min(errors.size(), ERRORS_SHOWN); index++) {
            ObjectNode error = (ObjectNode) errors.get(index);
            String field = error.path("field").asString("");
            String place = "line " + error.path("line").asLong() + (field.isEmpty() ? "" : ", " + field);
            invocation.output().remark(place + ": " + error.path("reason").asString(""));
        }
        if (errors.size() > ERRORS_SHOWN) {
            invocation.output().remark("and more; --format json shows the first " + BatchResult.ERRORS_KEPT);
        }
    }

    private synchronized void reject(RowError error, Rejected line, OutputStream rejected) {
        invalid++;
        array |= line.line() == 1 && error.row().stripLeading().startsWith("[");
        if (error.problems().isEmpty() || line.reason() != null) {
            note(line.line(), error.code(), "", line.reason() == null ? error.message() : line.reason());
        }
        for (ValidationProblem problem : error.problems()) {
            note(line.line(), error.code(), problem.field(), problem.message());
        }
        if (line.bytes().length > 0) {
            keep(line.bytes(), rejected);
        }
    }

    /** The reader writes lines over the limit to the same stream, holding it for as long as one takes. */
    private void keep(byte[] line, OutputStream rejected) {
        synchronized (rejected) {
            try {
                rejected.write(line);
                rejected.write('\n');
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    private void note(long line, ErrorCode code, String field, String reason) {
        if (errors.size() < BatchResult.ERRORS_KEPT) {
            ObjectNode error = errors.addObject();
            error.put("line", line);
            error.put("code", code.name());
            error.put("field", field.isEmpty() ? null : field);
            error.put("reason", reason);
        }
    }

    private OutputStream rejectsFile() {
        try {
            // Lines over the limit are written by the reader, the others by whoever refuses them: one stream, each line
            // whole.
            return rejects == null
                    ? OutputStream.nullOutputStream()
                    : new BufferedOutputStream(Files.newOutputStream(rejects));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RemException unwritable(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The file of rejected lines cannot be written", e)
                .with("path", rejects)
                .with("reason", rejects == null ? IoProblem.of(e) : IoProblem.ofWriting(rejects, e));
    }
}

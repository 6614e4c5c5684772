package io.remdb.ingest;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.WriteBatch;
import io.remdb.WriteBatch.Write;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.table.Description;
import io.remdb.ingest.table.DocumentRow;
import io.remdb.ingest.table.FileFacts;
import io.remdb.ingest.text.JsonLines;
import io.remdb.ingest.text.JsonList;
import io.remdb.ingest.text.JsonRows;
import io.remdb.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Writes documents and rows. One thread. */
final class DocumentWriter {
    private final RemDatabase database;
    private final IngestOptions options;
    private final BooleanSupplier stopped;
    private final LongConsumer ready;

    /**
     * Of one run.
     *
     * @param stopped whether no more rows are wanted
     * @param ready told how many chunks or rows of what is being written are embedded
     */
    DocumentWriter(RemDatabase database, IngestOptions options, BooleanSupplier stopped, LongConsumer ready) {
        this.database = database;
        this.options = options;
        this.stopped = stopped;
        this.ready = ready;
    }

    /** Writes documents at once, or, where one of them cannot be, each on its own; their results in order. */
    List<FileResult> write(List<Item.Pending> documents) {
        List<Write> all = documents.stream()
                .flatMap(document -> document.writes().stream())
                .toList();
        try {
            database.write(new WriteBatch(all), (done, total) -> ready.accept(done));
            return documents.stream().map(Item.Pending::result).toList();
        } catch (RemException e) {
            if (!Failures.isOfOneFile(e)) {
                throw e;
            }
            if (documents.size() == 1) {
                return List.of(FileResult.failed(documents.getFirst().result().uri(), e));
            }
        }
        List<FileResult> results = new ArrayList<>(documents.size());
        documents.forEach(document -> results.addAll(write(List.of(document))));
        return results;
    }

    /** Writes the rows of a file, and that it was taken in when all of them are there. */
    FileResult write(Item.Rows file) {
        String table = Objects.requireNonNull(options.schema());
        try (JsonRows rows = open(file)) {
            BatchResult result = database.insertAll(
                    table, untilStopped(rows), BatchOptions.DEFAULTS.withProgress((done, total) -> ready.accept(done)));
            long written = result.inserted() + result.updated();
            if (result.failed() > 0) {
                return new FileResult(file.file().uri(), null, 0, written, FileResult.Action.FAILED, refused(result));
            }
            if (!stopped.getAsBoolean()) {
                remember(file, table, written);
            }
            return new FileResult(
                    file.file().uri(),
                    file.document(),
                    0,
                    written,
                    file.known() ? FileResult.Action.REPLACED : FileResult.Action.CREATED,
                    null);
        } catch (IOException e) {
            return FileResult.failed(
                    file.file().uri(),
                    new RemException(ErrorCode.IO_ERROR, "The file cannot be read", e).with("reason", e.getMessage()));
        } catch (RemException e) {
            if (!Failures.isOfOneFile(e)) {
                throw e;
            }
            return FileResult.failed(file.file().uri(), e);
        }
    }

    private static JsonRows open(Item.Rows file) throws IOException {
        return file.kind() instanceof FileKind.RowList
                ? JsonList.open(file.file().path())
                : JsonLines.open(file.file().path());
    }

    private static RemException refused(BatchResult result) {
        RowError first = result.errors().getFirst();
        return new RemException(first.code(), "Some rows were not written; the first because: " + first.message())
                .with("row", first.line())
                .with("failed", result.failed())
                .with("written", result.inserted() + result.updated());
    }

    private void remember(Item.Rows file, String table, long rows) {
        FileFacts facts = new FileFacts(
                file.file().uri(),
                file.file().name(),
                file.kind() instanceof FileKind.RowList ? "application/json" : "application/jsonl",
                file.stamp().size(),
                file.stamp().sha256(),
                DocumentInfo.NONE);
        Description description = new Description(
                options.category(), options.tags(), options.metadata(), options.activeStart(), options.activeEnd());
        WriteBatch.Builder batch = WriteBatch.builder();
        if (file.known()) {
            FormerChunks.of(database, file.document()).forEach(id -> batch.delete(id, Deletion.Mode.HARD));
        }
        batch.insert(
                DocumentRow.TABLE,
                Json.text(
                        DocumentRow.of(description, facts, Plan.rowSettings(options, table), table, rows, List.of())));
        database.write(batch.build());
    }

    private Iterator<String> untilStopped(JsonRows rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !stopped.getAsBoolean() && rows.hasNext();
            }

            @Override
            public String next() {
                return rows.next();
            }
        };
    }
}

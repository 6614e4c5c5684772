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
import io.remdb.ingest.table.DocumentRow;
import io.remdb.ingest.table.FileFacts;
import io.remdb.ingest.text.JsonLines;
import io.remdb.ingest.text.JsonList;
import io.remdb.ingest.text.JsonRows;
import io.remdb.json.Json;
import io.remdb.spi.BatchRequest;
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
                return List.of(FileResult.failed(documents.getFirst().result().uri(), explained(e)));
            }
        }
        List<FileResult> results = new ArrayList<>(documents.size());
        documents.forEach(document -> results.addAll(write(List.of(document))));
        return results;
    }

    private static RemException explained(RemException e) {
        return e.code() == ErrorCode.TOO_LARGE
                ? e.hint("A file is written as a whole: a larger --chunk-size makes fewer chunks of it; or split it")
                : e;
    }

    /** Writes the rows of a file, and that it was taken in when all of them are there. */
    FileResult write(Item.Rows file) {
        String table = Objects.requireNonNull(options.schema());
        try (JsonRows rows = open(file)) {
            Wanted wanted = new Wanted(rows);
            List<RowError> refused = new ArrayList<>(1);
            BatchOptions batch = BatchOptions.DEFAULTS
                    .withOnReject(error -> {
                        if (refused.isEmpty()) {
                            refused.add(rows.placed(error));
                        }
                    })
                    .withProgress((done, _) -> {
                        rows.forget(done - BatchOptions.MOST_CHUNK_ROWS);
                        ready.accept(done);
                    });
            try {
                // A row without a key is the same row when the file comes again, by its place.
                BatchRequest request =
                        new BatchRequest(DocumentRow.idOfRows(file.file().uri(), table), 0);
                BatchResult result = request.during(() -> database.insertAll(table, wanted, batch));
                return refused.isEmpty()
                        ? complete(file, table, result)
                        : refused(file, result, rows.place(), refused.getFirst());
            } catch (RemException e) {
                return FileResult.failed(file.file().uri(), wanted.failed ? e : Failures.ofOneFile(e));
            }
        } catch (IOException e) {
            return FileResult.failed(file.file().uri(), Failures.unreadable(e));
        } catch (RemException e) {
            return FileResult.failed(file.file().uri(), Failures.ofOneFile(e));
        }
    }

    private static FileResult refused(Item.Rows file, BatchResult result, String place, RowError first) {
        long written = result.inserted() + result.updated();
        RemException refusal = new RemException(
                        first.code(), "Some rows were not written; the first because: " + first.message())
                .with(place, first.line())
                .with("failed", result.failed())
                .with("written", written);
        return new FileResult(file.file().uri(), null, 0, written, FileResult.Action.FAILED, refusal);
    }

    private FileResult complete(Item.Rows file, String table, BatchResult result) {
        long written = result.inserted() + result.updated();
        if (!stopped.getAsBoolean()) {
            remember(file, table, written);
        }
        return new FileResult(file.file().uri(), file.document(), 0, written, file.action(), null);
    }

    private static JsonRows open(Item.Rows file) throws IOException {
        return file.kind() instanceof FileKind.RowList
                ? JsonList.open(file.file().path())
                : JsonLines.open(file.file().path());
    }

    private void remember(Item.Rows file, String table, long rows) {
        FileFacts facts = new FileFacts(
                file.file().uri(),
                file.file().name(),
                file.kind() instanceof FileKind.RowList ? "application/json" : "application/jsonl",
                file.stamp().size(),
                file.stamp().sha256(),
                DocumentInfo.NONE);
        WriteBatch.Builder batch = WriteBatch.builder();
        file.former().forEach(id -> batch.delete(id, Deletion.Mode.HARD));
        batch.insert(
                DocumentRow.TABLE,
                Json.text(DocumentRow.of(
                        options.description(), facts, Plan.rowSettings(options, table), table, rows, List.of())));
        database.write(batch.build());
    }

    /** The rows of a file until no more are wanted. */
    private final class Wanted implements Iterator<String> {
        private final JsonRows rows;
        /** Whether it is the file that cannot be read further, and not the database that is in trouble. */
        private boolean failed;

        Wanted(JsonRows rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            try {
                return !stopped.getAsBoolean() && rows.hasNext();
            } catch (RemException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public String next() {
            return rows.next();
        }
    }
}

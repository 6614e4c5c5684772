package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.WriteResult;
import io.remdb.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes many rows: chunk by chunk, each embedded in one batch and committed as one unit; a strict batch is embedded chunk by
 * chunk, and committed as one unit. One use, one thread.
 */
final class BatchInserter {
    private static final String NOTHING_WRITTEN = "Nothing was written";

    private final Supplier<CatalogTable> table;
    private final BatchChecker checker;
    private final EntityWriter writer;
    private final BatchOptions options;
    private final int chunkRows;

    private final List<RowError> errors = new ArrayList<>();
    private long read;
    private long inserted;
    private long updated;
    private long failed;
    private long told;
    private long total = ProgressListener.UNKNOWN_TOTAL;
    /** Rows of a strict batch that are embedded. */
    private long partsDone;

    /** @param table looks the table up anew for each chunk: its schema may change between two of them */
    BatchInserter(
            Supplier<CatalogTable> table,
            BatchChecker checker,
            EntityWriter writer,
            BatchOptions options,
            int defaultChunkRows) {
        this.table = table;
        this.checker = checker;
        this.writer = writer;
        this.options = options;
        this.chunkRows = options.chunkRows() == 0 ? defaultChunkRows : options.chunkRows();
    }

    BatchResult insert(Iterator<String> rows) {
        long start = System.nanoTime();
        Iterator<List<String>> chunks = new Chunks(rows, chunkRows);
        try {
            switch (options.mode()) {
                case SKIP_INVALID -> insertChunks(chunks);
                case ALL_OR_NOTHING -> insertIfAllValid(chunks);
            }
        } catch (RemException e) {
            throw e.with("written", inserted + updated);
        }
        return new BatchResult(inserted, updated, failed, errors, (System.nanoTime() - start) / 1_000_000);
    }

    private void insertChunks(Iterator<List<String>> chunks) {
        while (chunks.hasNext()) {
            List<String> chunk = chunks.next();
            requireNotInterrupted("What was written stays; running it again completes it");
            insertChunk(chunk);
        }
    }

    private void insertChunk(List<String> chunk) {
        Optional<List<WriteResult>> written = Optional.empty();
        while (written.isEmpty()) {
            CatalogTable current = table.get();
            BatchChecker.Checked checked = checker.resolve(checker.prepare(current, chunk, read + 1));
            written = checked.rows().isEmpty()
                    ? Optional.of(List.of())
                    : writer.writeUnlessChanged(
                            current, checked.rows(), embedding(checked.errors().size(), checked.rows()));
            if (written.isPresent()) {
                read += chunk.size();
                checked.errors().forEach(this::reject);
                count(written.get());
            }
        }
    }

    /** Checks and embeds all rows, then commits them all at once: whatever fails until then leaves nothing behind. */
    private void insertIfAllValid(Iterator<List<String>> chunks) {
        List<List<String>> sources = new ArrayList<>();
        chunks.forEachRemaining(chunk -> {
            requireNotInterrupted(NOTHING_WRITTEN);
            sources.add(chunk);
        });
        Runnable stillWanted = () -> {
            requireNotInterrupted(NOTHING_WRITTEN);
            var _ = chunks.hasNext(); // throws when whoever gives the rows has been stopped
        };
        Optional<List<WriteResult>> written = Optional.empty();
        while (written.isEmpty()) {
            CatalogTable current = table.get();
            BatchChecker.Checked checked = check(current, sources, stillWanted);
            if (!checked.errors().isEmpty()) {
                checked.errors().forEach(this::reject);
                failed = read;
                return;
            }
            partsDone = 0;
            RowEmbedder.Vectors vectors = new RowEmbedder.Vectors(texts -> tell(Math.min(partsDone + texts, read)));
            for (List<PreparedRow> part : parts(checked.rows(), sources)) {
                stillWanted.run();
                writer.embed(current, part, vectors);
                partsDone += part.size();
            }
            written = checked.rows().isEmpty()
                    ? Optional.of(List.of())
                    : writer.write(current, checked.rows(), List.of(), vectors, unit -> {
                        stillWanted.run();
                        return writer.commitUnlessChanged(current, unit);
                    });
        }
        count(written.get());
    }

    private BatchChecker.Checked check(CatalogTable current, List<List<String>> sources, Runnable stillWanted) {
        List<BatchChecker.Attempt> attempts = new ArrayList<>();
        for (List<String> chunk : sources) {
            stillWanted.run();
            attempts.addAll(checker.prepare(current, chunk, attempts.size() + 1L));
        }
        read = attempts.size();
        total = read;
        return checker.resolve(attempts);
    }

    /** All rows in chunks of the same sizes as their sources. */
    private static List<List<PreparedRow>> parts(List<PreparedRow> rows, List<List<String>> sources) {
        List<List<PreparedRow>> parts = new ArrayList<>();
        int start = 0;
        for (List<String> chunk : sources) {
            parts.add(rows.subList(start, start + chunk.size()));
            start += chunk.size();
        }
        return parts;
    }

    private static void requireNotInterrupted(String hint) {
        if (Thread.interrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The batch was interrupted").hint(hint);
        }
    }

    /**
     * Takes the vectors of some rows and tells, while they are made, how many rows are as good as done.
     *
     * @param others rows of the same chunk that need none
     */
    private RowEmbedder.Vectors embedding(int others, List<PreparedRow> rows) {
        long before = inserted + updated + failed + others;
        return new RowEmbedder.Vectors(texts -> tell(before + Math.min(texts, rows.size())));
    }

    private void tell(long done) {
        // A second model begins at its first text again.
        if (done > told) {
            told = done;
            options.progress().progress(done, total);
        }
    }

    private void count(List<WriteResult> written) {
        for (WriteResult result : written) {
            switch (result.action()) {
                case CREATED -> inserted++;
                case UPDATED -> updated++;
            }
        }
        told = inserted + updated + failed;
        options.progress().progress(told, total);
    }

    private void reject(RowError error) {
        failed++;
        options.onReject().accept(error);
        if (errors.size() < BatchResult.ERRORS_KEPT) {
            errors.add(error);
        }
    }
}

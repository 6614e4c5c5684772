package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.ValidationException;
import io.remdb.WriteResult;
import io.remdb.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes many rows: chunk by chunk, each embedded in one batch and committed as one unit. One use, one thread. */
final class BatchInserter {
    private final Supplier<CatalogTable> table;
    private final SchemaGate gate;
    private final RowPreparer preparer;
    private final EdgeResolver resolver;
    private final EntityWriter writer;
    private final BatchOptions options;
    private final int chunkRows;

    private final List<RowError> errors = new ArrayList<>();
    private long read;
    private long inserted;
    private long updated;
    private long failed;

    /** @param table looks the table up anew for each chunk: its schema may change between two of them */
    BatchInserter(
            Supplier<CatalogTable> table,
            SchemaGate gate,
            RowPreparer preparer,
            EdgeResolver resolver,
            EntityWriter writer,
            BatchOptions options,
            int defaultChunkRows) {
        this.table = table;
        this.gate = gate;
        this.preparer = preparer;
        this.resolver = resolver;
        this.writer = writer;
        this.options = options;
        this.chunkRows = options.chunkRows() == 0 ? defaultChunkRows : options.chunkRows();
    }

    BatchResult insert(Iterator<String> rows) {
        long start = System.nanoTime();
        try {
            switch (options.mode()) {
                case SKIP_INVALID -> insertChunks(rows);
                case ALL_OR_NOTHING -> insertIfAllValid(rows);
            }
        } catch (RemException e) {
            throw e.with("written", inserted + updated);
        }
        return new BatchResult(inserted, updated, failed, errors, (System.nanoTime() - start) / 1_000_000);
    }

    private void insertChunks(Iterator<String> rows) {
        List<String> chunk = new ArrayList<>(chunkRows);
        while (rows.hasNext()) {
            chunk.add(rows.next());
            if (chunk.size() == chunkRows || !rows.hasNext()) {
                insertChunk(chunk);
                chunk.clear();
            }
        }
    }

    private void insertIfAllValid(Iterator<String> rows) {
        List<String> all = new ArrayList<>();
        List<String> chunk = new ArrayList<>(chunkRows);
        while (rows.hasNext()) {
            chunk.add(rows.next());
            if (chunk.size() == chunkRows || !rows.hasNext()) {
                prepare(table.get(), chunk);
                all.addAll(chunk);
                chunk.clear();
            }
        }
        if (failed == 0) {
            read = 0;
            insertChunks(all.iterator());
        } else {
            failed = read;
        }
    }

    private void insertChunk(List<String> chunk) {
        if (Thread.interrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The batch was interrupted")
                    .hint("What was written stays; running it again completes it");
        }
        List<WriteResult> written = gate.writing(() -> {
            CatalogTable current = table.get();
            List<PreparedRow> rows = prepare(current, chunk);
            return rows.isEmpty() ? List.of() : writer.write(current, rows, List.of());
        });
        for (WriteResult result : written) {
            switch (result.action()) {
                case CREATED -> inserted++;
                case UPDATED -> updated++;
            }
        }
        options.progress().progress(inserted + updated + failed, io.remdb.ProgressListener.UNKNOWN_TOTAL);
    }

    /** The rows of a chunk that may be written; the others are reported. */
    private List<PreparedRow> prepare(CatalogTable current, List<String> chunk) {
        long firstLine = read + 1;
        read += chunk.size();
        // Parsing and validating take most of the time of a row that is not embedded, and need nothing of each other.
        List<Attempt> attempts = IntStream.range(0, chunk.size())
                .parallel()
                .mapToObj(i -> attempt(current, chunk.get(i), firstLine + i))
                .toList();
        Map<String, Set<UUID>> keys = keys(attempts);
        List<PreparedRow> rows = new ArrayList<>(chunk.size());
        for (Attempt attempt : attempts) {
            Attempt resolved = resolve(attempt, keys);
            if (resolved.row != null) {
                rows.add(resolved.row);
            }
            if (resolved.error != null) {
                reject(resolved.error);
            }
        }
        return rows;
    }

    /** Either a row or why it is none. */
    private record Attempt(
            long line,
            String source,
            @Nullable PreparedRow row,
            @Nullable RowError error) {}

    private Attempt attempt(CatalogTable current, String source, long line) {
        try {
            return new Attempt(line, source, preparer.prepare(current, source), null);
        } catch (RemException e) {
            return new Attempt(line, source, null, error(line, source, e));
        }
    }

    private Attempt resolve(Attempt attempt, Map<String, Set<UUID>> keys) {
        if (attempt.row == null || attempt.row.edges().isEmpty()) {
            return attempt;
        }
        try {
            return new Attempt(attempt.line, attempt.source, resolver.resolve(attempt.row, keys), null);
        } catch (RemException e) {
            return new Attempt(attempt.line, attempt.source, null, error(attempt.line, attempt.source, e));
        }
    }

    /** The keys of a chunk, where a link of the chunk may point to one of them. */
    private static Map<String, Set<UUID>> keys(List<Attempt> attempts) {
        boolean linked = attempts.stream()
                .anyMatch(attempt -> attempt.row != null && !attempt.row.edges().isEmpty());
        Map<String, Set<UUID>> keys = new HashMap<>();
        if (linked) {
            for (Attempt attempt : attempts) {
                if (attempt.row != null) {
                    for (String key : attempt.row.keys()) {
                        keys.computeIfAbsent(key, any -> new HashSet<>()).add(attempt.row.id());
                    }
                }
            }
        }
        return keys;
    }

    private static RowError error(long line, String source, RemException e) {
        return new RowError(
                line,
                e.code(),
                e instanceof ValidationException ? e.text() : e.getMessage(),
                e instanceof ValidationException validation ? validation.problems() : List.of(),
                source);
    }

    private void reject(RowError error) {
        failed++;
        options.onReject().accept(error);
        if (errors.size() < BatchResult.ERRORS_KEPT) {
            errors.add(error);
        }
    }
}

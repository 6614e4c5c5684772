package io.remdb.export;

import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ScanOptions.Embeddings;
import io.remdb.ScannedTable;
import io.remdb.export.ExportResult.ExportedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of a database to files: all tables as they were at one moment, in memory that does not depend on how many rows there
 * are, and each file whole or not at all. Batches of rows are encoded by all cores.
 */
public final class Exporter {
    private final ExportRequest request;
    private final ProgressListener progress;
    private final ExecutorService threads;
    private final int cores;

    private Exporter(ExportRequest request, ProgressListener progress, ExecutorService threads, int cores) {
        this.request = request;
        this.progress = progress;
        this.threads = threads;
        this.cores = cores;
    }

    /**
     * Exports.
     *
     * @param progress hears of rows written; of an export with a condition the total is the most there can be
     * @throws RemException as {@link RemDatabase#scan}; {@link io.remdb.ErrorCode#CANCELLED} when the thread is interrupted;
     *     {@link io.remdb.ErrorCode#IO_ERROR} and {@link io.remdb.ErrorCode#INVALID_ARGUMENT} for files that cannot be written. No
     *     file is changed then, but where it is one of the renamings at the very end that fails: {@code replaced} names the files that
     *     are new by then
     */
    public static ExportResult export(RemDatabase database, ExportRequest request, ProgressListener progress) {
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().name("rem-export-", 1).daemon().factory())) {
            try {
                return new Exporter(request, progress, threads, cores).run(database);
            } finally {
                threads.shutdownNow(); // what is still encoded after a failure is not wanted
            }
        }
    }

    private ExportResult run(RemDatabase database) {
        long start = System.nanoTime();
        try (AtomicFiles files = new AtomicFiles();
                EntityScan scan = database.scan(List.copyOf(request.files().keySet()), request.rows())) {
            List<ExportedFile> exported = write(scan, files);
            files.rename();
            return new ExportResult(exported, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private List<ExportedFile> write(EntityScan scan, AtomicFiles files) {
        long total = scan.tables().stream().mapToLong(ScannedTable::rows).sum();
        List<ExportedFile> exported = new ArrayList<>();
        Ahead rows = new Ahead(scan);
        long before = 0;
        for (ScannedTable table : scan.tables()) {
            Path path = Objects.requireNonNull(request.files().get(table.name()));
            AtomicFile file = files.create(path);
            long done = before;
            long count = fill(table, file, path, rows, written -> progress.progress(done + written, total));
            before += count;
            exported.add(new ExportedFile(table.name(), path, count, complete(file, path)));
            SchemaFile.write(path, table, request.format(), files);
        }
        progress.progress(before, before);
        return exported;
    }

    private static long complete(AtomicFile file, Path path) {
        try {
            return file.complete();
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
    }

    private long fill(ScannedTable table, AtomicFile file, Path path, Ahead rows, LongConsumer written) {
        boolean withVectors = request.rows().embeddings() == Embeddings.INCLUDED;
        try {
            OutputStream output = file.output();
            return switch (request.format()) {
                case PARQUET ->
                    fill(
                            new ParquetFile(output, table, TableColumns.of(table, withVectors), request.parquet()),
                            table,
                            path,
                            rows,
                            written);
                case CSV -> fill(new CsvFile(output, TableColumns.of(table, withVectors)), table, path, rows, written);
                case JSONL -> fill(new JsonLinesFile(output, table, withVectors), table, path, rows, written);
            };
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
    }

    private <P> long fill(TableFile<P> file, ScannedTable table, Path path, Ahead rows, LongConsumer written) {
        PieceLine<P> line = new PieceLine<>(file, path, threads, cores, written);
        for (Entity row = rows.ofTable(table.name()); row != null; row = rows.ofTable(table.name())) {
            line.add(row);
        }
        return line.finish();
    }

    /** Rows of one table after the other. */
    private static final class Ahead {
        private final EntityScan scan;
        private @Nullable Entity next;

        Ahead(EntityScan scan) {
            this.scan = scan;
        }

        /** The next row, if it is of this table. */
        @Nullable
        Entity ofTable(String table) {
            if (next == null && scan.hasNext()) {
                next = scan.next();
            }
            Entity row = next;
            if (row == null || !row.entityType().equals(table)) {
                return null;
            }
            next = null;
            return row;
        }
    }
}

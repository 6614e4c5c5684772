package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;

/** Puts rows of the store into an index, several at a time. */
final class RowIndexer implements AutoCloseable {
    /** What one thread does at a time. */
    static final int ROWS_PER_TASK = 256;

    private static final int ROWS_PER_ROUND = 4096;

    private final RecordStore records;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8),
            Thread.ofPlatform().daemon().name("rem-search-worker-", 1).factory());

    RowIndexer(RecordStore records) {
        this.records = records;
    }

    /**
     * Brings rows to their current state: made, changed, deleted or gone.
     *
     * @param step called after some rows each, in any thread: who waits sees that it goes on
     */
    void apply(TableWriter writer, int table, ChangedRows rows, Runnable step) throws IOException {
        List<UUID> all = List.copyOf(rows.ids());
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += ROWS_PER_TASK) {
            List<UUID> part = all.subList(start, Math.min(all.size(), start + ROWS_PER_TASK));
            tasks.add(() -> {
                update(writer, table, part, rows);
                step.run();
                return null;
            });
        }
        run(tasks);
    }

    private void update(TableWriter writer, int table, List<UUID> ids, ChangedRows rows) throws IOException {
        RowMapping mapping = writer.mapping();
        List<@Nullable StoredEntity> entities = records.getAll(table, ids);
        List<float @Nullable []> main = vectors(table, EmbeddingSlot.MAIN, mapping.dimension(), ids);
        List<float @Nullable []> alternative = vectors(table, EmbeddingSlot.ALT, mapping.alternativeDimension(), ids);
        for (int i = 0; i < ids.size(); i++) {
            StoredEntity entity = entities.get(i);
            boolean isNew = rows.isNew(ids.get(i));
            if (entity != null && !entity.deleted()) {
                Document document = RowDocument.of(mapping, entity, at(main, i), at(alternative, i));
                if (isNew) {
                    writer.add(document);
                } else {
                    writer.put(ids.get(i), document);
                }
            } else if (!isNew) {
                writer.remove(ids.get(i));
            }
        }
    }

    private List<float @Nullable []> vectors(int table, EmbeddingSlot slot, int dimension, List<UUID> ids) {
        return dimension == 0 ? List.of() : records.embeddings(table, slot, ids);
    }

    private static float @Nullable [] at(List<float @Nullable []> vectors, int index) {
        return vectors.isEmpty() ? null : vectors.get(index);
    }

    /**
     * Fills an empty index with all living rows.
     *
     * @param step as {@link #apply} has it
     * @param stop asked now and then; when it says yes, this returns with the index incomplete
     * @return the greatest version of a row that was read: the entry that wrote it
     */
    long fill(TableWriter writer, int table, ProgressListener progress, Runnable step, BooleanSupplier stop)
            throws IOException {
        long total = records.counts(table).live();
        long done = 0;
        long newest = 0;
        try (Cursor<StoredEntity> entities = records.scan(table, null)) {
            List<StoredEntity> rows = new ArrayList<>();
            while (entities.hasNext() && !stop.getAsBoolean()) {
                StoredEntity entity = entities.next();
                newest = Math.max(newest, entity.version());
                if (!entity.deleted()) {
                    rows.add(entity);
                }
                if (rows.size() == ROWS_PER_ROUND || !entities.hasNext()) {
                    add(writer, table, rows, step);
                    done += rows.size();
                    rows = new ArrayList<>();
                    progress.progress(done, Math.max(done, total));
                }
            }
        }
        return newest;
    }

    private void add(TableWriter writer, int table, List<StoredEntity> rows, Runnable step) throws IOException {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int start = 0; start < rows.size(); start += ROWS_PER_TASK) {
            List<StoredEntity> part = rows.subList(start, Math.min(rows.size(), start + ROWS_PER_TASK));
            tasks.add(() -> {
                addPart(writer, table, part);
                step.run();
                return null;
            });
        }
        run(tasks);
    }

    private void addPart(TableWriter writer, int table, List<StoredEntity> rows) throws IOException {
        RowMapping mapping = writer.mapping();
        List<UUID> ids = rows.stream().map(StoredEntity::id).toList();
        List<float @Nullable []> main = vectors(table, EmbeddingSlot.MAIN, mapping.dimension(), ids);
        List<float @Nullable []> alternative = vectors(table, EmbeddingSlot.ALT, mapping.alternativeDimension(), ids);
        for (int i = 0; i < rows.size(); i++) {
            writer.add(RowDocument.of(mapping, rows.get(i), at(main, i), at(alternative, i)));
        }
    }

    /** Runs all tasks to their end, then fails if one has failed. */
    private void run(List<Callable<Void>> tasks) throws IOException {
        try {
            if (tasks.size() == 1) {
                tasks.getFirst().call(); // a single row is not worth the way to another thread
                return;
            }
            for (Future<Void> task : workers.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Indexing was interrupted", e);
        } catch (Exception e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable cause) throws IOException {
        return switch (cause) {
            case IOException e -> throw e;
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new RemException(ErrorCode.INTERNAL, "Indexing rows failed", cause);
        };
    }

    @Override
    public void close() {
        workers.close();
    }
}

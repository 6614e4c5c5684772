package io.remdb.export;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one file: collects batches, has them encoded by other threads, and writes the pieces in the order of the rows.
 * Holds a bounded number of batches, each bounded in rows and size. One thread.
 *
 * @param <P> a piece
 */
final class PieceLine<P> {
    /** A batch ends with the row that makes it so large, in bytes, about: rows are of any size. */
    private static final long MOST_BATCH_BYTES = 16L << 20;

    private static final long FEWEST_BATCH_BYTES = 1L << 18;

    /** All batches together, which take some times their bytes as trees and pages, have a part of the heap. */
    private static final int PART_OF_HEAP = 16;

    private record Piece<P>(Future<P> encoded, int rows) {}

    private final TableFile<P> file;
    private final Path path;
    private final ExecutorService threads;
    private final int mostPieces;
    private final long mostBatchBytes;
    private final LongConsumer written;
    private final Deque<Piece<P>> pieces = new ArrayDeque<>();
    private List<Entity> batch = new ArrayList<>();
    private long batchBytes;
    private long rows;

    /**
     * A line to a file.
     *
     * @param mostPieces that are encoded at a time
     * @param written hears how many rows of this file are written
     */
    PieceLine(TableFile<P> file, Path path, ExecutorService threads, int mostPieces, LongConsumer written) {
        this.file = file;
        this.path = path;
        this.threads = threads;
        this.mostPieces = mostPieces;
        this.mostBatchBytes = Math.clamp(
                Runtime.getRuntime().maxMemory() / PART_OF_HEAP / (mostPieces + 1),
                FEWEST_BATCH_BYTES,
                MOST_BATCH_BYTES);
        this.written = written;
    }

    /** Takes the next row. */
    void add(Entity row) {
        batch.add(row);
        batchBytes += RowSize.of(row);
        if (batch.size() >= file.batchRows() || batchBytes >= mostBatchBytes) {
            encode();
        }
    }

    /** Writes everything; how many rows there were. */
    long finish() {
        if (!batch.isEmpty()) {
            encode();
        }
        while (!pieces.isEmpty()) {
            writeFirst();
        }
        try {
            file.finish();
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
        return rows;
    }

    private void encode() {
        List<Entity> full = batch;
        batch = new ArrayList<>(full.size());
        batchBytes = 0;
        if (pieces.size() == mostPieces) {
            writeFirst();
        }
        pieces.add(new Piece<>(threads.submit(() -> file.encode(full)), full.size()));
        while (!pieces.isEmpty() && pieces.getFirst().encoded().isDone()) {
            writeFirst();
        }
    }

    private void writeFirst() {
        Piece<P> first = pieces.removeFirst();
        try {
            file.write(first.encoded().get());
        } catch (InterruptedException e) {
            throw cancelled(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
        rows += first.rows();
        written.accept(rows);
        if (Thread.interrupted()) {
            throw cancelled(null);
        }
    }

    private static RemException cancelled(@Nullable InterruptedException cause) {
        return new RemException(ErrorCode.CANCELLED, "The export was interrupted", cause).hint("No file was changed");
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case IOException e -> AtomicFile.unwritable(path, e);
            case null, default -> new IllegalStateException(cause);
        };
    }
}

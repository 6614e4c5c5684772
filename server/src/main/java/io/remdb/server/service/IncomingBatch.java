package io.remdb.server.service;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.server.proto.BatchResult;
import io.remdb.server.proto.InsertAllHeader;
import io.remdb.server.proto.InsertAllRequest;
import io.remdb.server.proto.InsertAllResponse;
import io.remdb.server.proto.Written;
import io.remdb.server.wire.ErrorWire;
import io.remdb.spi.PacedRows;
import io.remdb.spi.RowChunk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A batch that comes in: rows are asked for as they are written, so that one of any size is held only in part. One use. */
final class IncomingBatch {
    private final RemDatabase database;
    private final int defaultChunkRows;
    private final IncomingMessages<InsertAllRequest, InsertAllResponse> messages;

    private long rows;
    /** The rows up to the end of the chunk that is being written; none of a strict batch, which has but one. */
    private long chunkEnd = Long.MAX_VALUE;

    private long inserted;
    private long updated;
    private long failed;

    private IncomingBatch(
            RemDatabase database,
            int defaultChunkRows,
            IncomingMessages<InsertAllRequest, InsertAllResponse> messages) {
        this.database = database;
        this.defaultChunkRows = defaultChunkRows;
        this.messages = messages;
    }

    /** Takes a call. */
    static StreamObserver<InsertAllRequest> of(
            RemDatabase database, Calls calls, int defaultChunkRows, StreamObserver<InsertAllResponse> observer) {
        return new IncomingMessages<>(
                calls,
                InsertAllRequest.getDefaultInstance(),
                observer,
                (messages, answer) -> new IncomingBatch(database, defaultChunkRows, messages).write(answer));
    }

    private void write(Answer<InsertAllResponse> call) throws InterruptedException {
        long start = System.nanoTime();
        InsertAllRequest first = messages.take();
        if (!first.hasHeader()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The first message of a batch is its header");
        }
        InsertAllHeader header = first.getHeader();
        Incoming incoming = new Incoming();
        if (header.getAllOrNothing()) {
            BatchOptions options = BatchOptions.DEFAULTS
                    .withMode(BatchOptions.Mode.ALL_OR_NOTHING)
                    .withChunkRows(header.getChunkRows());
            add(insert(header, incoming, rejecting(options, call)));
        } else {
            writeChunks(header, incoming, call);
        }
        call.send(InsertAllResponse.newBuilder()
                .setResult(BatchResult.newBuilder()
                        .setInserted(inserted)
                        .setUpdated(updated)
                        .setFailed(failed)
                        .setElapsedMs((System.nanoTime() - start) / 1_000_000))
                .build());
    }

    /** Chunk by chunk, each acknowledged, so that after a loss of the connection the rest alone is sent again. */
    private void writeChunks(InsertAllHeader header, Incoming incoming, Answer<InsertAllResponse> call)
            throws InterruptedException {
        int chunkRows = header.getChunkRows() == 0 ? defaultChunkRows : header.getChunkRows();
        BatchOptions options = rejecting(BatchOptions.DEFAULTS.withChunkRows(chunkRows), call);
        do {
            List<String> chunk = RowChunk.take(incoming, chunkRows);
            chunkEnd = rows + chunk.size();
            add(insert(header, chunk.iterator(), options));
            rows += chunk.size();
            call.send(InsertAllResponse.newBuilder()
                    .setWritten(Written.newBuilder()
                            .setRows(rows)
                            .setInserted(inserted)
                            .setUpdated(updated)
                            .setFailed(failed))
                    .build());
        } while (incoming.hasNext());
    }

    private io.remdb.BatchResult insert(InsertAllHeader header, Iterator<String> some, BatchOptions options) {
        return Attempts.batch(
                header.getAttempt(),
                header.getRowsBefore() + rows,
                () -> header.getRestored()
                        ? database.restoreAll(header.getTable(), some, options)
                        : database.insertAll(header.getTable(), some, options));
    }

    private void add(io.remdb.BatchResult result) {
        inserted += result.inserted();
        updated += result.updated();
        failed += result.failed();
    }

    private BatchOptions rejecting(BatchOptions options, Answer<InsertAllResponse> answer) {
        ProgressListener telling = Telling.progress(progress ->
                answer.send(InsertAllResponse.newBuilder().setProgress(progress).build()));
        return options.withProgress((done, total) -> {
                    // The end of a chunk is told when it is acknowledged, which counts for more.
                    if (rows + done < chunkEnd) {
                        telling.progress(rows + done, total);
                    }
                })
                .withOnReject(error -> {
                    RowError placed = error.atLine(rows + error.line());
                    try {
                        answer.send(InsertAllResponse.newBuilder()
                                .setRejected(ErrorWire.rowError(placed))
                                .build());
                    } catch (InterruptedException e) {
                        throw gone(e);
                    }
                });
    }

    private static RemException gone(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RemException(ErrorCode.CANCELLED, "The caller has gone", e);
    }

    /** The rows as they come. */
    private final class Incoming implements PacedRows {
        private final Deque<ByteString> batch = new ArrayDeque<>();
        private boolean ended;

        @Override
        public boolean hasNext() {
            try {
                while (batch.isEmpty() && !ended) {
                    accept(messages.take());
                }
            } catch (InterruptedException e) {
                throw gone(e);
            }
            return !batch.isEmpty();
        }

        @Override
        public boolean awaitNext(long nanos) {
            if (batch.isEmpty() && !ended) {
                try {
                    messages.poll(nanos).ifPresent(this::accept);
                } catch (InterruptedException e) {
                    throw gone(e);
                }
            }
            return !batch.isEmpty() || ended;
        }

        private void accept(InsertAllRequest message) {
            switch (message.getPartCase()) {
                case ROWS -> batch.addAll(message.getRows().getRowsList());
                case HEADER ->
                    throw new RemException(ErrorCode.INVALID_ARGUMENT, "A batch has one header, its first message");
                case PART_NOT_SET -> ended = true;
            }
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return batch.removeFirst().toStringUtf8();
        }
    }
}

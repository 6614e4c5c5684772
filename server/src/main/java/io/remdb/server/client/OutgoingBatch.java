package io.remdb.server.client;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.server.proto.Attempt;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.InsertAllHeader;
import io.remdb.server.proto.InsertAllRequest;
import io.remdb.server.proto.InsertAllResponse;
import io.remdb.server.proto.RowBatch;
import io.remdb.server.proto.Written;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.ErrorWire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a batch. Rows are read, and listeners told, in the thread that sends; what comes back is put into a queue by the
 * connection's. Rows are sent as fast as the other side takes them. One use.
 */
final class OutgoingBatch implements ClientResponseObserver<InsertAllRequest, InsertAllResponse> {
    private static final int MESSAGE_BYTES = 64 << 10;
    /** Rows that are there do not wait longer for others, which may come slowly; of a fast source there is no pause like that. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** After which whoever gives the rows is asked again whether they are wanted. */
    private static final long LONGEST_WAIT_MS = 200;

    private static final String PERHAPS_WRITTEN =
            "Nothing was written, unless all of it was being committed at that moment: 'rem count' says which";

    private final RemoteDatabase database;
    private final Channel channel;
    private final String table;
    private final ResumableBatch batch;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<InsertAllResponse> responses = new ArrayDeque<>();
    private @Nullable ClientCallStreamObserver<InsertAllRequest> requests;
    private @Nullable Throwable failure;
    private boolean ended;

    private final List<RowError> rejected = new ArrayList<>();
    private long rowsSent;
    private Written written = Written.getDefaultInstance();

    OutgoingBatch(RemoteDatabase database, Channel channel, String table, ResumableBatch batch) {
        this.database = database;
        this.channel = channel;
        this.table = table;
        this.batch = batch;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<InsertAllRequest> stream) {
        requests = stream;
        stream.setOnReadyHandler(this::signal);
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onNext(InsertAllResponse response) {
        lock.lock();
        try {
            responses.add(response);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onCompleted() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @throws ConnectionLostException when it is not known how much of what is not acknowledged has been written */
    BatchResult send() {
        batch.rewind();
        ClientCallStreamObserver<InsertAllRequest> stream = OwnContext.call(() -> {
            DataServiceGrpc.newStub(channel).insertAll(this);
            return stream();
        });
        try {
            return exchange(stream);
        } catch (InterruptedException e) {
            stream.cancel("interrupted", e);
            throw new RemException(ErrorCode.CANCELLED, "The batch was interrupted", e)
                    .with(ResumableBatch.WRITTEN, batch.written())
                    .hint(ResumableBatch.RUN_AGAIN);
        } catch (RuntimeException | Error e) {
            stream.cancel("the sender has failed", e);
            throw e;
        }
    }

    private ClientCallStreamObserver<InsertAllRequest> stream() {
        ClientCallStreamObserver<InsertAllRequest> stream = requests;
        if (stream == null) {
            throw new IllegalStateException("the call has not begun");
        }
        return stream;
    }

    private BatchResult exchange(ClientCallStreamObserver<InsertAllRequest> stream) throws InterruptedException {
        BatchOptions options = batch.options();
        stream.onNext(InsertAllRequest.newBuilder()
                .setHeader(InsertAllHeader.newBuilder()
                        .setTable(table)
                        .setAllOrNothing(options.mode() == BatchOptions.Mode.ALL_OR_NOTHING)
                        .setChunkRows(options.chunkRows())
                        .setAttempt(Attempt.newBuilder().setRequest(EntityWire.id(batch.id())))
                        .setRowsBefore(batch.acknowledged())
                        .setRestored(batch.kind() == ResumableBatch.Kind.RESTORED_ROWS))
                .build());
        Optional<BatchResult> result = Optional.empty();
        while (result.isEmpty() && batch.hasNext()) {
            RowBatch rows = message();
            result = awaitReady(stream);
            if (result.isEmpty()) {
                stream.onNext(InsertAllRequest.newBuilder().setRows(rows).build());
            }
        }
        if (result.isEmpty()) {
            stream.onCompleted();
        }
        while (result.isEmpty()) {
            requireWanted();
            result = take();
        }
        return result.get();
    }

    /** Asks whoever gives the rows of a strict batch, who may want none of them any more, after the last of them too. */
    private void requireWanted() {
        if (batch.options().mode() == BatchOptions.Mode.ALL_OR_NOTHING) {
            try {
                var _ = batch.hasNext();
            } catch (RemException e) {
                // The other side may be at its commit, which is not called off any more.
                throw e.code() == ErrorCode.CANCELLED ? e.hint(PERHAPS_WRITTEN) : e;
            }
        }
    }

    private RowBatch message() {
        RowBatch.Builder rows = RowBatch.newBuilder();
        for (int bytes = 0;
                bytes < MESSAGE_BYTES && (bytes == 0 || batch.awaitNext(LINGER_NANOS)) && batch.hasNext();
                rowsSent++) {
            ByteString row = ByteString.copyFromUtf8(batch.next());
            rows.addRows(row);
            bytes += row.size();
        }
        return rows.build();
    }

    /** Waits until the stream takes more, handling what comes meanwhile. */
    private Optional<BatchResult> awaitReady(ClientCallStreamObserver<InsertAllRequest> stream)
            throws InterruptedException {
        while (true) {
            lock.lockInterruptibly();
            try {
                while (!stream.isReady() && responses.isEmpty() && failure == null && !ended) {
                    changed.await();
                }
                if (responses.isEmpty() && failure == null && !ended) {
                    return Optional.empty();
                }
            } finally {
                lock.unlock();
            }
            Optional<BatchResult> result = take();
            if (result.isPresent()) {
                return result;
            }
        }
    }

    /** Waits some time for a response and handles it. */
    private Optional<BatchResult> take() throws InterruptedException {
        InsertAllResponse response;
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MS);
            while (left > 0 && responses.isEmpty() && failure == null && !ended) {
                left = changed.awaitNanos(left);
            }
            if (responses.isEmpty() && failure == null && !ended) {
                return Optional.empty();
            }
            if (responses.isEmpty()) {
                throw failure == null ? RemoteDatabase.incomplete() : failed(failure);
            }
            response = responses.removeFirst();
        } finally {
            lock.unlock();
        }
        return handle(response);
    }

    private RemException failed(Throwable cause) {
        StatusRuntimeException status = cause instanceof StatusRuntimeException known
                ? known
                : Status.fromThrowable(cause).asRuntimeException();
        RemException failed = database.failure(status);
        // The other side counts what it has written of the part that failed.
        return failed.details().containsKey(ResumableBatch.WRITTEN)
                ? failed.with(ResumableBatch.WRITTEN, batch.written())
                : failed;
    }

    private Optional<BatchResult> handle(InsertAllResponse response) {
        switch (response.getEventCase()) {
            case REJECTED ->
                rejected.add(ResumableBatch.placed(
                        ErrorWire.rowError(response.getRejected()), batch.acknowledged() - written.getRows()));
            case WRITTEN -> acknowledge(response.getWritten());
            case RESULT -> {
                io.remdb.server.proto.BatchResult result = response.getResult();
                acknowledge(Written.newBuilder()
                        .setRows(rowsSent)
                        .setInserted(result.getInserted())
                        .setUpdated(result.getUpdated())
                        .setFailed(result.getFailed())
                        .build());
                return Optional.of(batch.result());
            }
            case PROGRESS ->
                batch.tell(batch.acknowledged()
                        - written.getRows()
                        + response.getProgress().getDone());
            case EVENT_NOT_SET -> {} // of a newer release
        }
        return Optional.empty();
    }

    private void acknowledge(Written now) {
        // Told only now: before, the rows could have come again.
        rejected.forEach(batch::reject);
        rejected.clear();
        batch.acknowledge(
                now.getRows() - written.getRows(),
                now.getInserted() - written.getInserted(),
                now.getUpdated() - written.getUpdated(),
                now.getFailed() - written.getFailed());
        written = now;
    }
}

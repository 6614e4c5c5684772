package io.remdb.server.service;

import io.grpc.stub.StreamObserver;
import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.proto.ChangesServiceGrpc.ChangesServiceImplBase;
import io.remdb.server.proto.WatchRequest;
import io.remdb.server.proto.WatchResponse;
import io.remdb.server.wire.ChangeWire;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The changes of a database, for other processes: sent as they are taken, so that a slow reader costs no memory. */
final class ChangesServiceImpl extends ChangesServiceImplBase {
    /** Each has a thread and the place of a call for as long as it likes: there must be places left for other calls. */
    static final int MOST_WATCHING = Calls.MOST_RUNNING / 2;

    /** Of what goes into one message. */
    private static final int MESSAGE_BYTES = 1 << 16;

    private static final Duration NOTHING = Duration.ZERO;
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final RemDatabase database;
    private final Calls calls;
    private final AtomicInteger watching = new AtomicInteger();

    ChangesServiceImpl(RemDatabase database, Calls calls) {
        this.database = database;
        this.calls = calls;
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
        calls.many(observer, answer -> {
            answer.lastsForEver();
            try {
                if (watching.incrementAndGet() > MOST_WATCHING) {
                    throw new RemException(ErrorCode.UNAVAILABLE, "Too many watch the database")
                            .with("limit", MOST_WATCHING)
                            .hint("End one of them");
                }
                send(request, answer);
            } finally {
                watching.decrementAndGet();
            }
        });
    }

    private void send(WatchRequest request, Answer<WatchResponse> answer) throws InterruptedException {
        try (ChangeCursor changes = ChangeWire.request(request).openIn(database.changes())) {
            answer.send(reached(changes, WatchResponse.newBuilder()));
            while (!changes.ended()) {
                WatchResponse.Builder message = WatchResponse.newBuilder();
                Optional<Change> next = changes.poll(HEARTBEAT);
                int bytes = 0;
                while (next.isPresent()) {
                    io.remdb.server.proto.Change change = ChangeWire.change(next.get());
                    bytes += change.getSerializedSize();
                    message.addChanges(change);
                    next = bytes < MESSAGE_BYTES ? changes.poll(NOTHING) : Optional.empty();
                }
                answer.send(reached(changes, message));
            }
        } catch (RemException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw new InterruptedException(); // the caller has gone
            }
            throw e;
        }
    }

    private static WatchResponse reached(ChangeCursor changes, WatchResponse.Builder message) {
        return message.setReached(ChangeWire.position(changes.position())).build();
    }
}

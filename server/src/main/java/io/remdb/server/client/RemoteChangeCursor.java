package io.remdb.server.client;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.proto.ChangesServiceGrpc;
import io.remdb.server.proto.WatchRequest;
import io.remdb.server.proto.WatchResponse;
import io.remdb.server.wire.ChangeWire;
import io.remdb.spi.ChangeRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Changes that another process sends. It is asked for one message ahead, so that it waits where this one does. */
final class RemoteChangeCursor implements ChangeCursor {
    private final RemoteDatabase database;
    private final Context.CancellableContext context = Context.ROOT.withCancellation(); // see OwnContext
    private final Incoming incoming = new Incoming();
    private Iterator<io.remdb.server.proto.Change> changes = Collections.emptyIterator();
    private ChangePosition reached = ChangePosition.after(0);
    private ChangePosition position = ChangePosition.after(0);
    private boolean finished;
    private volatile boolean closed;

    private RemoteChangeCursor(RemoteDatabase database) {
        this.database = database;
    }

    /** Begins a call and waits for its first message, so that what is refused is refused here. */
    static RemoteChangeCursor open(RemoteDatabase database, Channel channel, ChangeRequest request) {
        RemoteChangeCursor cursor = new RemoteChangeCursor(database);
        Context before = cursor.context.attach();
        boolean begun = false;
        try {
            ChangesServiceGrpc.newStub(channel).watch(ChangeWire.request(request), cursor.incoming);
            if (!cursor.receive(Long.MAX_VALUE)) {
                throw RemoteDatabase.incomplete();
            }
            cursor.position = cursor.reached;
            begun = true;
            return cursor;
        } finally {
            cursor.context.detach(before);
            if (!begun) {
                cursor.close();
            }
        }
    }

    /** What comes from the wire: a message at a time, then how it ended. */
    private static final class Incoming implements ClientResponseObserver<WatchRequest, WatchResponse> {
        /** Something that came. */
        private sealed interface Event {
            record Message(WatchResponse message) implements Event {}

            record Failure(Throwable cause) implements Event {}

            record End() implements Event {}
        }

        private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private @Nullable ClientCallStreamObserver<WatchRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
            stream.disableAutoRequestWithInitial(1);
            call = stream;
        }

        @Override
        public void onNext(WatchResponse message) {
            events.add(new Event.Message(message));
        }

        @Override
        public void onError(Throwable cause) {
            events.add(new Event.Failure(cause));
        }

        @Override
        public void onCompleted() {
            events.add(new Event.End());
        }

        /** Has the next message sent. */
        void request() {
            if (call != null) {
                call.request(1);
            }
        }
    }

    /** Takes what comes next; whether it came in time. */
    private boolean receive(long nanos) {
        Incoming.Event event;
        try {
            event = incoming.events.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Watching was interrupted", e)
                    .with("position", position)
                    .hint("Watch from this position to go on");
        }
        if (event == null) {
            return false;
        }
        switch (event) {
            case Incoming.Event.Message(WatchResponse message) -> {
                changes = message.getChangesList().iterator();
                reached = ChangeWire.position(message.getReached());
                incoming.request();
            }
            case Incoming.Event.End _ -> finished = true;
            case Incoming.Event.Failure(Throwable cause) -> {
                finished = true;
                if (!closed) {
                    throw failure(cause);
                }
            }
        }
        return true;
    }

    private RuntimeException failure(Throwable cause) {
        return cause instanceof StatusRuntimeException status
                ? database.failure(status)
                : new RemException(ErrorCode.INTERNAL, "Changes could not be received", cause);
    }

    private boolean await(long nanos) {
        boolean forEver = nanos == Long.MAX_VALUE;
        long deadline = System.nanoTime() + (forEver ? 0 : nanos);
        while (!closed && !changes.hasNext() && !finished) {
            position = reached;
            if (!receive(forEver ? Long.MAX_VALUE : Math.max(0, deadline - System.nanoTime()))) {
                return false;
            }
        }
        if (!changes.hasNext()) {
            position = reached;
        }
        return !closed && changes.hasNext();
    }

    @Override
    public boolean hasNext() {
        return await(Long.MAX_VALUE);
    }

    @Override
    public Optional<Change> poll(Duration atMost) {
        long nanos = TimeUnit.NANOSECONDS.convert(atMost); // at most what a long holds
        return await(Math.max(0, nanos)) ? Optional.of(next()) : Optional.empty();
    }

    @Override
    public Change next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Change change = ChangeWire.change(changes.next());
        position = changes.hasNext() ? change.place().position() : reached;
        return change;
    }

    @Override
    public boolean ended() {
        return closed || (finished && !changes.hasNext());
    }

    @Override
    public ChangePosition position() {
        return position;
    }

    @Override
    public void close() {
        closed = true;
        context.cancel(null);
        incoming.onCompleted(); // for who waits
    }
}

package io.remdb.server.replication;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.remdb.server.proto.SubscribeRequest;
import io.remdb.server.proto.SubscribeResponse;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a primary sends, a few messages ahead of whoever takes it. The messages of one thread, the answers of another. */
final class Incoming implements ClientResponseObserver<SubscribeRequest, SubscribeResponse> {
    private static final int AHEAD = 8;

    /** What comes: a message, or why no more comes. */
    private sealed interface Event {
        record Message(SubscribeResponse response) implements Event {}

        record End(@Nullable Throwable cause) implements Event {}
    }

    /** That no more comes. */
    static final class EndedException extends Exception {
        private static final long serialVersionUID = 1;

        EndedException(@Nullable Throwable cause) {
            super(cause);
        }
    }

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile @Nullable ClientCallStreamObserver<SubscribeRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeRequest> requests) {
        call = requests;
        requests.disableAutoRequestWithInitial(AHEAD);
    }

    @Override
    public void onNext(SubscribeResponse response) {
        events.add(new Event.Message(response));
    }

    @Override
    public void onError(Throwable cause) {
        events.add(new Event.End(cause));
    }

    @Override
    public void onCompleted() {
        events.add(new Event.End(null));
    }

    /** Whether there is a message that need not be waited for. */
    boolean hasNext() {
        return events.peek() instanceof Event.Message;
    }

    /** The next message; null when none comes in that time. */
    @Nullable
    SubscribeResponse next(long milliseconds) throws InterruptedException, EndedException {
        Event event = events.poll(milliseconds, TimeUnit.MILLISECONDS);
        return switch (event) {
            case null -> null;
            case Event.Message(SubscribeResponse response) -> {
                ClientCallStreamObserver<SubscribeRequest> requests = call;
                if (requests != null) {
                    requests.request(1);
                }
                yield response;
            }
            case Event.End(Throwable cause) -> {
                events.add(event); // for whoever asks again
                throw new EndedException(cause);
            }
        };
    }
}

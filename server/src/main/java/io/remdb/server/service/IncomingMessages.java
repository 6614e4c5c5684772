package io.remdb.server.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a call that come in: asked for as they are used, so that a call of any length is held only in part. One message is in
 * flight while the one before is being worked on.
 *
 * @param <Q> a message that comes
 * @param <A> a message of the answer
 */
final class IncomingMessages<Q, A> implements StreamObserver<Q> {
    /** What a call does with its messages. */
    @FunctionalInterface
    interface Work<Q, A> {
        /** Takes messages and answers; the call is completed afterwards. */
        void run(IncomingMessages<Q, A> messages, Answer<A> answer) throws InterruptedException;
    }

    private final Q end;
    private final ServerCallStreamObserver<A> observer;
    private final LinkedBlockingQueue<Q> messages = new LinkedBlockingQueue<>();
    private @Nullable Answer<A> answer;
    private @Nullable Q arrived;

    /**
     * Takes a call.
     *
     * @param end what {@link #take} gives after the last message
     */
    IncomingMessages(Calls calls, Q end, StreamObserver<A> observer, Work<Q, A> work) {
        this.end = end;
        this.observer = (ServerCallStreamObserver<A>) observer;
        this.observer.disableAutoRequest();
        calls.many(observer, given -> {
            answer = given;
            work.run(this, given);
        });
        this.observer.request(2);
    }

    @Override
    public void onNext(Q message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable cause) {
        // The caller has gone; whoever waits for a message is interrupted.
    }

    @Override
    public void onCompleted() {
        messages.add(end);
    }

    /** The next message; the end once, after the last. Of the thread that works. */
    Q take() throws InterruptedException {
        Q message = messages.poll();
        if (message == null) {
            Answer<A> call = Objects.requireNonNull(answer);
            call.waitingForCaller(() -> arrived = messages.take());
            message = Objects.requireNonNull(arrived);
        }
        return taken(message);
    }

    /** The same, but empty where it does not come within this time. */
    Optional<Q> poll(long nanos) throws InterruptedException {
        arrived = messages.poll();
        if (arrived == null && nanos > 0) {
            Answer<A> call = Objects.requireNonNull(answer);
            call.waitingForCaller(() -> arrived = messages.poll(nanos, TimeUnit.NANOSECONDS));
        }
        return Optional.ofNullable(arrived).map(this::taken);
    }

    private Q taken(Q message) {
        if (!message.equals(end)) {
            observer.request(1);
        }
        return message;
    }
}

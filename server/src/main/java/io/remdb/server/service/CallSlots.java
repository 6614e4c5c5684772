package io.remdb.server.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.wire.ErrorWire;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * So many calls may be there at once that come in one way, the socket or TCP: one more is refused before a message of it is read,
 * because that may be large. Those who come in the other way are not kept out by these. Thread-safe.
 */
public final class CallSlots implements ServerInterceptor {
    private final AtomicInteger taken = new AtomicInteger();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (taken.incrementAndGet() > Calls.MOST_RUNNING) {
            taken.decrementAndGet();
            StatusRuntimeException refusal = ErrorWire.status(tooMany());
            Metadata trailers = refusal.getTrailers();
            call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
        Slot slot = new Slot();
        boolean started = false;
        try {
            ServerCall.Listener<Q> listener = next.startCall(call, headers);
            started = true;
            return new SimpleForwardingServerCallListener<>(listener) {
                @Override
                public void onComplete() {
                    slot.free();
                    super.onComplete();
                }

                @Override
                public void onCancel() {
                    slot.free();
                    super.onCancel();
                }
            };
        } finally {
            if (!started) {
                slot.free();
            }
        }
    }

    /** What is said to a call that is one too many. */
    static RemException tooMany() {
        return new RemException(ErrorCode.UNAVAILABLE, "Too many calls run at once")
                .with("limit", Calls.MOST_RUNNING)
                .hint("Try again in a moment");
    }

    /** The place of one call. */
    private final class Slot {
        private final AtomicBoolean held = new AtomicBoolean(true);

        void free() {
            if (held.compareAndSet(true, false)) {
                taken.decrementAndGet();
            }
        }
    }
}

package io.remdb.server.tcp;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.wire.ErrorWire;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call that reads, has one answer and no deadline of its own, when it takes too long. Others last as long as their
 * connection: a stream by its nature, and a write because it is better done than begun again. Thread-safe.
 */
final class ReadDeadline implements ServerInterceptor {
    private static final Set<String> READS = Set.of(
            DataServiceGrpc.getInfoMethod().getFullMethodName(),
            DataServiceGrpc.getListSchemasMethod().getFullMethodName(),
            DataServiceGrpc.getGetSchemaMethod().getFullMethodName(),
            DataServiceGrpc.getListTemplatesMethod().getFullMethodName(),
            DataServiceGrpc.getCloneTemplateMethod().getFullMethodName(),
            DataServiceGrpc.getGetMethod().getFullMethodName(),
            DataServiceGrpc.getCountMethod().getFullMethodName(),
            DataServiceGrpc.getLookupMethod().getFullMethodName(),
            DataServiceGrpc.getFuzzyMethod().getFullMethodName(),
            DataServiceGrpc.getSearchMethod().getFullMethodName(),
            DataServiceGrpc.getExplainSearchMethod().getFullMethodName());

    private final Duration longest;
    private final ScheduledExecutorService clock;

    ReadDeadline(Duration longest, ScheduledExecutorService clock) {
        this.longest = longest;
        this.clock = clock;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        boolean limited = READS.contains(call.getMethodDescriptor().getFullMethodName())
                && Context.current().getDeadline() == null;
        if (!limited) {
            return next.startCall(call, headers);
        }
        Limited<Q, R> ending = new Limited<>(call);
        return ending.listening(next.startCall(ending, headers));
    }

    /** A call that may be ended from outside; what its work says afterwards is dropped. */
    private final class Limited<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final ReentrantLock lock = new ReentrantLock();
        private boolean closed;
        private boolean late;
        private @Nullable ScheduledFuture<?> alarm;

        Limited(ServerCall<Q, R> call) {
            super(call);
        }

        ServerCall.Listener<Q> listening(ServerCall.Listener<Q> listener) {
            lock.lock();
            try {
                if (!closed) {
                    alarm = clock.schedule(() -> end(listener), longest.toNanos(), TimeUnit.NANOSECONDS);
                }
            } finally {
                lock.unlock();
            }
            return new SimpleForwardingServerCallListener<>(listener) {
                @Override
                public void onCancel() {
                    disarm();
                    super.onCancel();
                }
            };
        }

        private void disarm() {
            lock.lock();
            try {
                if (alarm != null) {
                    alarm.cancel(false);
                }
            } finally {
                lock.unlock();
            }
        }

        private void end(ServerCall.Listener<Q> listener) {
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                late = true;
                StatusRuntimeException status = ErrorWire.status(
                        new RemException(ErrorCode.TIMEOUT, "The server has ended a call that took too long")
                                .with("limit_ms", longest.toMillis()));
                Metadata trailers = status.getTrailers();
                delegate().close(status.getStatus(), trailers == null ? new Metadata() : trailers);
            } finally {
                lock.unlock();
            }
            listener.onCancel(); // interrupts the work
        }

        @Override
        public boolean isCancelled() {
            lock.lock();
            try {
                return late || super.isCancelled();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void sendHeaders(Metadata headers) {
            unlessClosed(() -> super.sendHeaders(headers));
        }

        @Override
        public void sendMessage(R message) {
            unlessClosed(() -> super.sendMessage(message));
        }

        @Override
        public void close(Status status, Metadata trailers) {
            unlessClosed(() -> {
                closed = true;
                super.close(status, trailers);
            });
            disarm();
        }

        private void unlessClosed(Runnable step) {
            lock.lock();
            try {
                if (!closed) {
                    step.run();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}

package io.remdb.server.tcp;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.wire.ErrorWire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has the token. A token that is sent must be the right one also where none is needed. Refuses before a message of
 * the call is read. Thread-safe.
 */
final class TokenCheck implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    static final String SCHEME = AccessToken.SCHEME;

    private static final Logger LOGGER = System.getLogger(TokenCheck.class.getName());

    /** Whoever tries all tokens does not fill the disk with what is said about it. */
    private static final long BETWEEN_WARNINGS_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Whether it is well: for those who watch the server. */
    private static final List<String> OPEN = List.of(HealthGrpc.getCheckMethod().getFullMethodName());

    private final AccessToken token;
    private final boolean required;
    private final Newcomers newcomers;
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS_NANOS);

    /** @param required whether a call may come without a token */
    TokenCheck(AccessToken token, boolean required, Newcomers newcomers) {
        this.newcomers = newcomers;
        this.token = token;
        this.required = required;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        RemException refusal = refusal(headers.getAll(AUTHORIZATION), call);
        if (refusal == null) {
            if (!required || headers.containsKey(AUTHORIZATION)) {
                newcomers.letIn(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
            }
            return next.startCall(call, headers);
        }
        warn(refusal, call);
        StatusRuntimeException status = ErrorWire.status(refusal);
        Metadata trailers = status.getTrailers();
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }

    private @Nullable RemException refusal(@Nullable Iterable<String> given, ServerCall<?, ?> call) {
        if (given == null) {
            boolean open = !required || OPEN.contains(call.getMethodDescriptor().getFullMethodName());
            return open
                    ? null
                    : new RemException(ErrorCode.UNAUTHORIZED, "The server wants its token")
                            .hint("Set P8_API_TOKEN to it; on the server's machine it is in the file token of P8_HOME");
        }
        Iterator<String> values = given.iterator();
        boolean right = token.isShownBy(values.next()) && !values.hasNext();
        return right
                ? null
                : new RemException(ErrorCode.UNAUTHORIZED, "The token is not the server's")
                        .hint("Set P8_API_TOKEN to the server's: on its machine it is in the file token of P8_HOME");
    }

    private void warn(RemException refusal, ServerCall<?, ?> call) {
        long last = lastWarning.get();
        long now = System.nanoTime();
        if (now - last >= BETWEEN_WARNINGS_NANOS && lastWarning.compareAndSet(last, now)) {
            LOGGER.log(
                    Level.WARNING,
                    "A call was refused: {0} (from={1})",
                    refusal.text(),
                    call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        }
    }
}

package io.remdb.server.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.service.MessageLimits;
import io.remdb.server.wire.ErrorWire;
import java.util.Optional;

/** What a call that failed means. */
public final class Failures {
    private Failures() {}

    /** The exception for the user of the database. */
    public static RemException of(StatusRuntimeException e) {
        Optional<RemException> refusal = ErrorWire.refusal(e);
        if (refusal.isPresent()) {
            // An owner that closes refuses what comes too late; another may be there in a moment.
            return refusal.get().code() == ErrorCode.CLOSED ? new ConnectionLostException(e) : refusal.get();
        }
        Status status = e.getStatus();
        String told = status.getDescription() == null ? "" : status.getDescription();
        return switch (status.getCode()) {
            case UNAVAILABLE -> new ConnectionLostException(e);
            case CANCELLED -> {
                if (Thread.currentThread().isInterrupted() || e.getCause() instanceof InterruptedException) {
                    yield new RemException(ErrorCode.CANCELLED, "The call was interrupted", e);
                }
                yield new ConnectionLostException(e);
            }
            case UNIMPLEMENTED ->
                new RemException(ErrorCode.UNSUPPORTED, "The other side speaks another version of the protocol", e)
                        .with("reason", told)
                        .hint("Use the same release on both sides");
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new RemException(ErrorCode.UNAUTHORIZED, "The server refused the token", e)
                        .hint("Set P8_API_TOKEN to the server's: it is in the file token of its P8_HOME");
            case RESOURCE_EXHAUSTED ->
                told.contains("message") // that exceeds the limit; else one of the other side's
                        ? tooLarge().with("reason", told)
                        : new RemException(ErrorCode.UNAVAILABLE, "The other side takes no more at the moment", e)
                                .with("reason", told)
                                .hint("Try again in a moment");
            case DEADLINE_EXCEEDED ->
                new RemException(ErrorCode.TIMEOUT, "The other side did not answer in time", e).with("reason", told);
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    INTERNAL,
                    DATA_LOSS ->
                new RemException(ErrorCode.UNAVAILABLE, "The other side does not speak the protocol", e)
                        .with("status", status.getCode())
                        .with("reason", told)
                        .hint("Check that the address is that of a rem server, of the same release");
        };
    }

    static RemException tooLarge() {
        return new RemException(ErrorCode.TOO_LARGE, "A message is larger than the limit")
                .with("limit_bytes", MessageLimits.MOST_BYTES);
    }
}

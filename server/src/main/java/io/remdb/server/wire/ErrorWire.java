package io.remdb.server.wire;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import io.remdb.server.proto.Detail;
import io.remdb.server.proto.Error;
import io.remdb.server.proto.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Errors. What travels is what a {@link RemException} says; never a stack trace or a cause. */
public final class ErrorWire {
    private static final Metadata.Key<Error> KEY =
            Metadata.Key.of("remdb-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

    /** The metadata of a call may have so many bytes; the problems of a row are cut to fit. */
    public static final int MOST_METADATA_BYTES = 64 << 10;

    private static final int MOST_PROBLEM_BYTES = MOST_METADATA_BYTES / 4;

    /** Of a text: that of a row's problems has them all in it. */
    private static final int LONGEST_TEXT = 2000;

    /** Of a part of a problem, so that the first problem always fits. */
    private static final int LONGEST_PART = 1000;

    /** Of the status: every character can take nine bytes there, and it is in the metadata too. */
    private static final int LONGEST_DESCRIPTION = 500;

    private ErrorWire() {}

    /** An error as a message. */
    public static Error error(RemException e) {
        Error.Builder error = Error.newBuilder().setCode(e.code().name()).setText(cut(e.text(), LONGEST_TEXT));
        e.details()
                .forEach((key, value) ->
                        error.addDetails(Detail.newBuilder().setKey(key).setValue(String.valueOf(value))));
        e.hint().ifPresent(hint -> error.setHint(cut(hint, LONGEST_TEXT)));
        if (e instanceof ValidationException invalid) {
            int bytes = 0;
            for (ValidationProblem problem : invalid.problems()) {
                Problem message = shortened(problem);
                bytes += message.getSerializedSize();
                if (bytes > MOST_PROBLEM_BYTES) {
                    break;
                }
                error.addProblems(message);
            }
        }
        return error.build();
    }

    private static Problem shortened(ValidationProblem problem) {
        @Nullable String value = problem.value();
        return problem(new ValidationProblem(
                cut(problem.message(), LONGEST_PART),
                cut(problem.field(), LONGEST_PART),
                value == null ? null : cut(value, LONGEST_PART),
                problem.schema()));
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }

    /** What a call ends with that failed so. */
    public static StatusRuntimeException status(RemException e) {
        Metadata trailers = new Metadata();
        trailers.put(KEY, error(e));
        return status(e.code())
                .withDescription(cut(e.text(), LONGEST_DESCRIPTION))
                .asRuntimeException(trailers);
    }

    /** What the database on the other side has refused; empty when the call did not get there or back. */
    public static Optional<RemException> refusal(StatusRuntimeException e) {
        Metadata trailers = e.getTrailers();
        Error error = trailers == null ? null : trailers.get(KEY);
        return Optional.ofNullable(error).map(ErrorWire::exception);
    }

    /** The error of a message. */
    public static RemException exception(Error error) {
        RemException exception = error.getProblemsCount() > 0
                ? invalid(error.getProblemsList())
                : new RemException(code(error.getCode()), error.getText());
        // Of a row's problems too: how many there are in all, and which rows of a statement have them.
        error.getDetailsList().forEach(detail -> exception.with(detail.getKey(), detail.getValue()));
        return error.hasHint() ? exception.hint(error.getHint()) : exception;
    }

    private static ValidationException invalid(List<Problem> messages) {
        List<ValidationProblem> problems =
                messages.stream().map(ErrorWire::problem).toList();
        return new ValidationException(problems.getFirst().schema(), problems);
    }

    /** A code of a newer release is not lost: it is INTERNAL here, and its message says the rest. */
    static ErrorCode code(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
    }

    private static Status status(ErrorCode code) {
        return switch (code) {
            case INVALID_JSON,
                    VALIDATION_FAILED,
                    INVALID_SCHEMA,
                    UNKNOWN_TABLE,
                    UNKNOWN_FIELD,
                    AMBIGUOUS_KEY,
                    INVALID_ARGUMENT,
                    INVALID_QUERY,
                    INVALID_CONFIG,
                    UNKNOWN_MODEL,
                    PYTHON_FAILED -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case UNSUPPORTED -> Status.UNIMPLEMENTED;
            case TOO_LARGE -> Status.RESOURCE_EXHAUSTED;
            case NOT_A_DATABASE, UNKNOWN_FORMAT, TABLE_NOT_EMPTY, SEALED, READ_ONLY -> Status.FAILED_PRECONDITION;
            case LOCKED, CLOSED, EMBEDDING_FAILED, LANGUAGE_MODEL_FAILED, NOT_REPLICATED, UNAVAILABLE ->
                Status.UNAVAILABLE;
            case CONFLICT -> Status.ABORTED;
            case UNAUTHORIZED, WRONG_PASSWORD -> Status.UNAUTHENTICATED;
            case TIMEOUT -> Status.DEADLINE_EXCEEDED;
            case CANCELLED -> Status.CANCELLED;
            case IO_ERROR, CORRUPTED -> Status.DATA_LOSS;
            case INTERNAL -> Status.INTERNAL;
        };
    }

    /** A problem as a message. */
    static Problem problem(ValidationProblem problem) {
        Problem.Builder message = Problem.newBuilder()
                .setMessage(problem.message())
                .setField(problem.field())
                .setSchema(problem.schema());
        @Nullable String value = problem.value();
        if (value != null) {
            message.setValue(value);
        }
        return message.build();
    }

    /** The problem of a message. */
    static ValidationProblem problem(Problem message) {
        return new ValidationProblem(
                message.getMessage(),
                message.getField(),
                message.hasValue() ? message.getValue() : null,
                message.getSchema());
    }

    /** A rejected row as a message. */
    public static io.remdb.server.proto.RowError rowError(RowError error) {
        io.remdb.server.proto.RowError.Builder message = io.remdb.server.proto.RowError.newBuilder()
                .setLine(error.line())
                .setCode(error.code().name())
                .setMessage(error.message())
                .setRow(error.row());
        error.problems().forEach(problem -> message.addProblems(problem(problem)));
        return message.build();
    }

    /** The rejected row of a message. */
    public static RowError rowError(io.remdb.server.proto.RowError message) {
        return new RowError(
                message.getLine(),
                code(message.getCode()),
                message.getMessage(),
                message.getProblemsList().stream().map(ErrorWire::problem).toList(),
                message.getRow());
    }
}

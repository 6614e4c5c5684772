package io.remdb.ingest;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.EnumSet;
import java.util.Set;

/** Tells errors of one file from those after which no other file would fare better. */
final class Failures {
    private static final Set<ErrorCode> OF_ONE_FILE = EnumSet.of(
            ErrorCode.INVALID_JSON,
            ErrorCode.VALIDATION_FAILED,
            ErrorCode.NOT_FOUND,
            ErrorCode.AMBIGUOUS_KEY,
            ErrorCode.INVALID_ARGUMENT,
            ErrorCode.UNSUPPORTED,
            ErrorCode.TOO_LARGE,
            ErrorCode.CONFLICT,
            ErrorCode.TIMEOUT,
            ErrorCode.CORRUPTED);

    private Failures() {}

    static boolean isOfOneFile(RemException e) {
        return OF_ONE_FILE.contains(e.code());
    }
}

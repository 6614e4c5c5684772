package io.remdb.ingest;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
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

    /** A file that the system does not let us read. */
    static RemException unreadable(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The file cannot be read", e).because(e);
    }

    /**
     * What is wrong with one file; whatever its reader did not expect is a fault in the reader, and no reason to give up the others.
     *
     * @throws RemException after which no other file would fare better
     */
    static RemException ofOneFile(Throwable e) {
        if (e instanceof RemException known) {
            if (!isOfOneFile(known)) {
                throw known;
            }
            return known;
        }
        return new RemException(ErrorCode.INTERNAL, "The file has brought its reader into trouble", e)
                .because(e)
                .hint("This is a defect of rem: report it, if you can with the file");
    }
}

package io.remdb.cli;

import io.remdb.ErrorCode;

/** What the shell is told. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int NOT_FOUND = 3;
    /** 128 and the number of SIGINT, as shells have it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(ErrorCode code) {
        if (code == ErrorCode.NOT_FOUND) {
            return NOT_FOUND;
        }
        if (code == ErrorCode.CANCELLED) {
            return INTERRUPTED;
        }
        return code == ErrorCode.INVALID_ARGUMENT ? WRONG_USAGE : FAILED;
    }
}

package io.remdb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stops a command. */
enum Signal {
    INT(130),
    TERM(143);

    private static final int NUMBER_OF_INT = 2;

    final int exitCode;

    Signal(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Ctrl-C, unless it is ignored, as it is for what a shell runs in the background: children inherit that. */
    static Signal heard() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return INT;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(ignored, 16) >> (NUMBER_OF_INT - 1) & 1) == 1 ? TERM : INT;
    }
}

package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the file {@code owner} in a database's folder says: which process has it open. No lock, and a killed process leaves it. */
final class OwnerRemark {
    private OwnerRemark() {}

    /** What a user is told of an owner that listens and says nothing. */
    static RemException silent(Path folder, long seconds, Throwable cause) {
        OptionalLong pid = pid(folder);
        String process = pid.isPresent() ? Long.toString(pid.getAsLong()) : "PID";
        RemException silent = new RemException(
                        ErrorCode.UNAVAILABLE, "The process that has the database open does not answer", cause)
                .with("path", folder)
                .with("seconds", seconds)
                .hint("It may be stopped ('kill -CONT " + process + "' lets it go on) or hang ('kill -KILL " + process
                        + "' ends it): what was acknowledged is not lost");
        return pid.isPresent() ? silent.with("pid", pid.getAsLong()) : silent;
    }

    /** The process, where it is said and lives. */
    static OptionalLong pid(Path folder) {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve("owner")).strip());
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            return alive ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}

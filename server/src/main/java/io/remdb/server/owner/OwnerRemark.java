package io.remdb.server.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the file {@code owner} in a database's folder says: which process has it open. No lock, and a killed process leaves it. */
final class OwnerRemark {
    private OwnerRemark() {}

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

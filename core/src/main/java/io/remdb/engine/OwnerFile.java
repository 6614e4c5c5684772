package io.remdb.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The file {@code owner} in the database's folder: the number of the process that has it open, for those who find it locked. It
 * is a remark and no lock; a killed process leaves it behind.
 *
 * @param folder the database's
 */
record OwnerFile(Path folder) {
    private static final Logger LOGGER = System.getLogger(OwnerFile.class.getName());

    private Path file() {
        return folder.resolve("owner");
    }

    void write() {
        try {
            Files.writeString(file(), ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The file that names the owner of the database cannot be written", e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The file that names the owner of the database cannot be deleted", e);
        }
    }

    /** The process that has the database open, where that is known and the process lives. */
    OptionalLong pid() {
        try {
            long pid = Long.parseLong(Files.readString(file()).strip());
            return ProcessHandle.of(pid).isPresent() ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (NoSuchFileException | NumberFormatException _) {
            return OptionalLong.empty(); // not written yet, or by another version
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "The file that names the owner of the database cannot be read", e);
            return OptionalLong.empty();
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.RemException;
import io.remdb.store.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/**
 * Checks the files of RocksDB itself by their checksums: all blocks of its tables, also those that no entry is read from, its list of
 * files, and its own log with what is kept of that. What is damaged of a log is in no memory once the database is closed.
 */
final class EngineFiles {
    private static final String PART = "files";

    private final RocksHandle rocks;
    private final Path folder;
    private final StoreCheck check;

    EngineFiles(RocksHandle rocks, Path folder, StoreCheck check) {
        this.rocks = rocks;
        this.folder = folder;
        this.check = check;
    }

    void run() {
        try {
            rocks.db().verifyChecksum();
        } catch (RocksDBException e) {
            check.found(PART, "A file of the storage engine is damaged", String.valueOf(e.getMessage()));
        }
        try {
            ManifestCheck.check(folder);
        } catch (RemException e) {
            check.found(PART, e.text(), String.valueOf(e.details().get("path")));
        }
        logs(folder).forEach(this::log);
        logs(folder.resolve(WalArchive.FOLDER)).forEach(this::log);
    }

    private List<Path> logs(Path in) {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            check.found(PART, "A folder of the storage engine cannot be read", in + ": " + e.getMessage());
            return List.of();
        }
    }

    private void log(Path file) {
        try {
            OptionalLong at = LogRecords.damage(file);
            at.ifPresent(position -> check.found(
                    PART, "The storage engine's own log is damaged", folder.relativize(file) + " at " + position));
        } catch (NoSuchFileException _) {
            // Needed no more, and removed meanwhile.
        } catch (IOException e) {
            check.found(PART, "A file of the storage engine cannot be read", file + ": " + e.getMessage());
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Looks through RocksDB's list of files before RocksDB reads it: on some that are damaged it turns round for ever (11.8.1, seen where
 * a damaged record passes for one of a log whose files are used again, and goes beyond the end).
 */
final class ManifestCheck {
    private static final Pattern NAME = Pattern.compile("MANIFEST-\\d+");

    private ManifestCheck() {}

    /**
     * Checks the list that is in force.
     *
     * @param folder of a RocksDB
     * @throws RemException {@link ErrorCode#CORRUPTED}; a list that is missing or that cannot be read is left for RocksDB to report
     */
    static void check(Path folder) {
        try {
            String name = Files.readString(folder.resolve("CURRENT"), StandardCharsets.ISO_8859_1)
                    .strip();
            if (NAME.matcher(name).matches() && Files.isRegularFile(folder.resolve(name))) {
                Path manifest = folder.resolve(name);
                LogRecords.damage(manifest).ifPresent(at -> {
                    throw damaged(manifest, at);
                });
            }
        } catch (IOException _) {
            // RocksDB will say what it is.
        }
    }

    private static RemException damaged(Path manifest, long at) {
        return new RemException(ErrorCode.CORRUPTED, "The storage engine's list of files is damaged")
                .with("path", manifest)
                .with("position", at)
                .hint("Restore the database from a backup; check the disk");
    }
}

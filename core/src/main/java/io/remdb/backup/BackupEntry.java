package io.remdb.backup;

import io.remdb.RemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A backup in a folder of backups.
 *
 * @param number by which backups are ordered
 * @param path its folder
 * @param readable what it is; null where that cannot be read
 * @param problem why it cannot; null where it can
 */
public record BackupEntry(
        int number,
        Path path,
        @Nullable BackupManifest readable,
        @Nullable RemException problem) {
    /**
     * What it is.
     *
     * @throws RemException why that cannot be read
     */
    public BackupManifest manifest() {
        if (readable == null) {
            throw problem == null ? new IllegalStateException("neither readable nor damaged") : problem;
        }
        return readable;
    }
}

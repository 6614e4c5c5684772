package io.remdb;

import java.nio.file.Path;
import java.util.List;

/**
 * What was removed because it is needed no more.
 *
 * @param backups their folders
 * @param kept how many backups stay
 * @param logFiles files of the archive of the log
 * @param bytes that were freed
 */
public record PrunedBackups(List<Path> backups, int kept, int logFiles, long bytes) {
    public PrunedBackups {
        backups = List.copyOf(backups);
    }
}

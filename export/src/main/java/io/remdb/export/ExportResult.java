package io.remdb.export;

import java.nio.file.Path;
import java.util.List;

/**
 * What an export has written.
 *
 * @param files in the order in which they were asked for
 * @param elapsedMs wall time, milliseconds
 */
public record ExportResult(List<ExportedFile> files, long elapsedMs) {
    public ExportResult {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param table whose rows it has
     * @param path where it is
     * @param rows how many it has
     * @param bytes its size
     */
    public record ExportedFile(String table, Path path, long rows, long bytes) {}
}

package io.remdb.export;

import io.remdb.RowError;
import java.nio.file.Path;
import java.util.List;

/**
 * What an import has done.
 *
 * @param files in order; one with rows of several tables comes once for each
 * @param schemas the tables that it registered
 * @param errors why lines were not written, the first {@value io.remdb.BatchResult#ERRORS_KEPT} of them
 * @param elapsedMs wall time, milliseconds
 */
public record ImportResult(List<ImportedFile> files, List<String> schemas, List<ImportError> errors, long elapsedMs) {
    public ImportResult {
        files = List.copyOf(files);
        schemas = List.copyOf(schemas);
        errors = List.copyOf(errors);
    }

    /**
     * The rows of one table in one file.
     *
     * @param path of the file
     * @param table where they belong
     * @param inserted rows that were not there
     * @param updated rows that were, and are now as the file says
     * @param failed lines that were not written
     */
    public record ImportedFile(Path path, String table, long inserted, long updated, long failed) {}

    /** A line that was not written: its place in the file is {@link RowError#line}. */
    public record ImportError(Path path, RowError error) {}
}

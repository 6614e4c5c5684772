package io.remdb.export;

import io.remdb.ScannedTable;
import io.remdb.json.Json;
import io.remdb.schema.BuiltInSchemas;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The schema of a table in a file of its own beside its rows, so that they can be imported into a database that does not know the
 * table: {@code articles.schema.json} beside {@code articles.jsonl}.
 */
final class SchemaFile {
    private static final String EXTENSION = ".schema.json";

    private SchemaFile() {}

    /** Whether a file is one, by its name. */
    static boolean is(Path file) {
        return String.valueOf(file.getFileName()).endsWith(EXTENSION);
    }

    /** Where the schema of a file of rows is. */
    static Path of(Path rows) {
        String name = String.valueOf(rows.getFileName());
        String extension = "." + ExportFormat.JSONL.extension();
        String stem = name.endsWith(extension) ? name.substring(0, name.length() - extension.length()) : name;
        return rows.resolveSibling(stem + EXTENSION);
    }

    /** Writes it to one of the files, where rows of this format can be imported and not every database has the table anyway. */
    static void write(Path rows, ScannedTable table, ExportFormat format, AtomicFiles files) {
        if (format != ExportFormat.JSONL || BuiltInSchemas.names().contains(table.name())) {
            return;
        }
        Path path = of(rows);
        AtomicFile file = files.create(path);
        try {
            file.output().write(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(table.schema()));
            file.output().write('\n');
            file.complete();
        } catch (IOException e) {
            throw AtomicFile.unwritable(path, e);
        }
    }
}

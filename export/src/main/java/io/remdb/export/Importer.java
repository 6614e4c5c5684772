package io.remdb.export;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.export.ImportResult.ImportError;
import io.remdb.export.ImportResult.ImportedFile;
import io.remdb.schema.BuiltInSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Restores rows from files of JSON Lines as {@link Exporter} writes them. A table that the database does not have is registered with
 * the schema that lies beside the file ({@code articles.schema.json}) or is one of the files; the schema of one that it has stays as
 * it is. Rows are written chunk by chunk: what was written when an import is cut off stays, and importing again completes it.
 */
public final class Importer {
    private final RemDatabase database;
    private final ProgressListener progress;
    private final List<ImportedFile> imported = new ArrayList<>();
    private final List<String> registered = new ArrayList<>();
    private final List<ImportError> errors = new ArrayList<>();
    private long rowsBefore;
    private long filesDone;
    /** Lines of the current file that belong to no table. */
    private long strays;

    private long bytesBefore;

    private Importer(RemDatabase database, ProgressListener progress) {
        this.database = database;
        this.progress = progress;
    }

    /**
     * Imports files.
     *
     * @param files of rows, and of schemas
     * @param progress hears of rows that are done, and about how many there are in all
     * @throws RemException {@link ErrorCode#NOT_FOUND} for a file that is not there; {@link ErrorCode#UNKNOWN_TABLE};
     *     {@link ErrorCode#INVALID_JSON} with {@code path} and {@code line} for one of which no line is a row of an export; as
     *     {@link RemDatabase#restoreAll} and {@link io.remdb.Schemas#register}. How far it had got is in {@code files_done}, {@code files}
     *     and {@code written}, the rows of all files
     */
    public static ImportResult run(RemDatabase database, List<Path> files, ProgressListener progress) {
        return new Importer(database, progress).run(files);
    }

    private ImportResult run(List<Path> files) {
        long start = System.nanoTime();
        for (Path file : files) {
            requireFile(file);
        }
        Set<Path> schemas = new LinkedHashSet<>();
        files.stream().filter(SchemaFile::is).forEach(schemas::add);
        List<Path> rows =
                files.stream().filter(file -> !SchemaFile.is(file)).distinct().toList();
        rows.stream().map(SchemaFile::of).filter(Files::isRegularFile).forEach(schemas::add);
        schemas.forEach(this::register);
        long total = rows.stream().mapToLong(Importer::size).sum();
        for (Path file : rows) {
            try {
                read(file, total);
            } catch (RemException e) {
                throw e.with("files_done", filesDone)
                        .with("files", rows.size())
                        .with("written", written() + written(e));
            }
            filesDone++;
            bytesBefore += size(file);
        }
        return new ImportResult(imported, registered, errors, (System.nanoTime() - start) / 1_000_000);
    }

    private long written() {
        return imported.stream()
                .mapToLong(file -> file.inserted() + file.updated())
                .sum();
    }

    /** What a batch that has failed had written of its rows. */
    private static long written(RemException e) {
        Object written = e.details().get("written");
        return written == null ? 0 : Long.parseLong(written.toString());
    }

    private static void requireFile(Path file) {
        if (!Files.exists(file)) {
            throw new RemException(ErrorCode.NOT_FOUND, "There is no file of this name").with("path", file);
        }
        if (Files.isDirectory(file)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A folder is not imported, but the files in it")
                    .with("path", file)
                    .hint("rem import " + file + "/*");
        }
        for (ExportFormat format : List.of(ExportFormat.PARQUET, ExportFormat.CSV)) {
            if (ExportFormat.of(file).filter(format::equals).isPresent()) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "Only JSON Lines are imported")
                        .with("path", file)
                        .hint("rem export --export-format jsonl writes what can be imported; other rows are inserted:"
                                + " rem insert TABLE --batch");
            }
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RemException unreadable(Path file, IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The file cannot be read", e)
                .with("path", file)
                .because(e);
    }

    private void register(Path file) {
        try {
            Schema schema = Schema.parse(Files.readString(file, StandardCharsets.UTF_8));
            String table = schema.document().path("short_name").asString("");
            boolean known = BuiltInSchemas.names().contains(table)
                    || database.schemas().list().stream()
                            .map(SchemaInfo::shortName)
                            .anyMatch(table::equals);
            if (!known) {
                registered.add(database.schemas().register(schema).shortName());
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (RemException e) {
            throw e.with("path", file);
        }
    }

    private void read(Path file, long total) {
        try (InputStream stream = Files.newInputStream(file);
                CountedInput input = new CountedInput(stream)) {
            strays = 0;
            TableLines lines = new TableLines(input, error -> {
                strays++;
                keep(file, error);
            });
            for (Optional<String> table = lines.table(); table.isPresent(); table = lines.table()) {
                restore(file, table.get(), lines.rowsOf(table.get()), input, total);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (RemException e) {
            throw e.details().containsKey("path") ? e : e.with("path", file);
        }
    }

    private void restore(Path file, String table, TableLines.Rows rows, CountedInput input, long total) {
        BatchOptions options = BatchOptions.DEFAULTS
                .withOnReject(error -> keep(file, rows.placed(error)))
                .withProgress((done, _) -> {
                    rows.forget(done - BatchOptions.MOST_CHUNK_ROWS);
                    progress.progress(rowsBefore + done, guess(rowsBefore + done, bytesBefore + input.bytes(), total));
                });
        try {
            BatchResult result = database.restoreAll(table, rows, options);
            rowsBefore += result.inserted() + result.updated() + result.failed();
            imported.add(new ImportedFile(file, table, result.inserted(), result.updated(), result.failed() + strays));
            strays = 0;
        } catch (RemException e) {
            throw e.code() != ErrorCode.UNKNOWN_TABLE
                    ? e
                    : e.with("path", file)
                            .hint("Register its schema first (rem schema add), or lay it beside the file as "
                                    + SchemaFile.of(file).getFileName());
        }
    }

    /** How many rows there are in all, as far as those that have been read tell. */
    private static long guess(long rows, long bytes, long totalBytes) {
        return bytes == 0 ? ProgressListener.UNKNOWN_TOTAL : Math.max(rows, rows * totalBytes / bytes);
    }

    private synchronized void keep(Path file, RowError error) {
        if (errors.size() < BatchResult.ERRORS_KEPT) {
            errors.add(new ImportError(file, error));
        }
    }
}

package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.ScanOptions.Embeddings;
import io.remdb.SchemaInfo;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.ObjectShape;
import io.remdb.cli.output.ProgressBar;
import io.remdb.export.ExportFormat;
import io.remdb.export.ExportRequest;
import io.remdb.export.ExportResult;
import io.remdb.export.ExportResult.ExportedFile;
import io.remdb.export.Exporter;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem export}. */
@Command(
        name = "export",
        addMethodSubcommands = false,
        description = {
            "Writes the rows of a table, or of all tables at one moment, to files: Parquet, CSV or JSON Lines.",
            "'rem import' restores JSON Lines exactly; the schema is written beside them."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db export articles"
                    + " --output ${sys:java.io.tmpdir}/rem-demo/articles.parquet",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db export --all"
                    + " --output ${sys:java.io.tmpdir}/rem-demo/backup --export-format jsonl --include-deleted"
                    + " --with-embeddings"
        })
final class ExportCommand extends Subcommand {
    /** Schemas are rows of a table, too, but come beside the rows of their tables. */
    private static final String SCHEMAS = "schemas";

    private static final List<String> COLUMNS = List.of("table", "path", "rows", "bytes");

    @Parameters(index = "0", arity = "0..1", paramLabel = "TABLE", description = "The table.")
    private @Nullable String table;

    @Option(names = "--all", description = "Every table, one file each, as they were at one moment.")
    private boolean all;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = {
                "The file, or a folder, in which the file is called after the table",
                "(default: the current folder)."
            })
    private @Nullable Path output;

    @Option(
            names = "--export-format",
            paramLabel = "FORMAT",
            description = {"parquet, csv or jsonl", "(default: as the name of the file ends, else parquet)."},
            converter = ExportFormatConverter.class)
    private @Nullable ExportFormat format;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Only rows for which this condition holds, such as \"category = 'music'\".")
    private @Nullable String where;

    @Option(names = "--include-deleted", description = "Soft-deleted rows too.")
    private boolean includeDeleted;

    @Option(names = "--with-embeddings", description = "Vectors too.")
    private boolean withEmbeddings;

    @Override
    int run(Invocation invocation) {
        if (all == (table != null)) {
            throw wrongUsage(all ? "Name a table or --all, not both" : "Name a table, or --all");
        }
        if (all && where != null) {
            throw wrongUsage("--where is about one table; --all takes every row");
        }
        ExportFormat chosen = format();
        ExportResult result;
        try (RemDatabase database = invocation.open();
                ProgressBar bar = new ProgressBar(invocation.output(), "exporting")) {
            ExportRequest request = new ExportRequest(
                    files(database, chosen),
                    chosen,
                    options(),
                    invocation.config().export());
            result = Exporter.export(database, request, bar);
        }
        print(invocation, result);
        return ExitCode.DONE;
    }

    private ExportFormat format() {
        Path file = all || output == null || Files.isDirectory(output) ? null : output;
        Optional<ExportFormat> named = file == null ? Optional.empty() : ExportFormat.of(file);
        if (format == null) {
            if (file != null && named.isEmpty()) {
                throw wrongUsage("The name of the file does not end with .parquet, .csv or .jsonl; --export-format says"
                        + " what it is to be");
            }
            return named.orElse(ExportFormat.PARQUET);
        }
        if (named.isPresent() && named.get() != format) {
            throw wrongUsage("--export-format says " + format.extension() + ", but the name of the file ends with ."
                    + named.get().extension());
        }
        return format;
    }

    private ScanOptions options() {
        ScanOptions options = ScanOptions.DEFAULTS
                .withVisibility(includeDeleted ? Visibility.WITH_DELETED : Visibility.LIVE)
                .withEmbeddings(withEmbeddings ? Embeddings.INCLUDED : Embeddings.LEFT_OUT);
        return where == null ? options : options.where(where);
    }

    private Map<String, Path> files(RemDatabase database, ExportFormat chosen) {
        Map<String, Path> files = new LinkedHashMap<>();
        if (table != null) {
            Path path = output == null ? Path.of("") : output;
            boolean folder = output == null || Files.isDirectory(output);
            files.put(table, folder ? path.resolve(table + "." + chosen.extension()) : path);
            return files;
        }
        Path folder = output == null ? Path.of("") : output;
        makeFolder(folder);
        database.schemas().list().stream()
                .map(SchemaInfo::shortName)
                .filter(name -> !name.equals(SCHEMAS))
                .forEach(name -> files.put(name, folder.resolve(name + "." + chosen.extension())));
        return files;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The folder cannot be made", e)
                    .with("path", folder)
                    .because(e);
        }
    }

    private static void print(Invocation invocation, ExportResult result) {
        List<ObjectNode> files =
                result.files().stream().map(ExportCommand::json).toList();
        if (invocation.output().format() == Format.JSON) {
            ObjectNode summary = Json.object();
            ArrayNode list = summary.putArray("files");
            files.forEach(list::add);
            summary.put("elapsed_ms", result.elapsedMs());
            invocation.output().object(summary);
        } else {
            invocation.output().rows(Envelope.ofList(), new ObjectShape(COLUMNS), files.iterator());
        }
    }

    private static ObjectNode json(ExportedFile file) {
        return Json.object()
                .put("table", file.table())
                .put("path", file.path().toString())
                .put("rows", file.rows())
                .put("bytes", file.bytes());
    }
}

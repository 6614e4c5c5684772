package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ValidationProblem;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.ObjectShape;
import io.remdb.cli.output.ProgressBar;
import io.remdb.export.ImportResult;
import io.remdb.export.ImportResult.ImportError;
import io.remdb.export.ImportResult.ImportedFile;
import io.remdb.export.Importer;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem import}. */
@Command(
        name = "import",
        addMethodSubcommands = false,
        description = {
            "Restores rows from JSON Lines as 'rem export' writes them.",
            "Ids, times, soft deletion, links and, where they are there, vectors come back with them. A table that is not",
            "there is registered with the schema beside the file. Rows that are there are replaced."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db export articles"
                    + " --output ${sys:java.io.tmpdir}/rem-demo/copy.jsonl",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db import"
                    + " ${sys:java.io.tmpdir}/rem-demo/copy.jsonl"
        })
final class ImportCommand extends Subcommand {
    private static final int ERRORS_SHOWN = 20;
    private static final List<String> COLUMNS = List.of("path", "table", "inserted", "updated", "failed");

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files of rows; files of schemas (NAME.schema.json) are registered where they are new.")
    private List<Path> files = new ArrayList<>();

    @Override
    int run(Invocation invocation) {
        ImportResult result;
        try (RemDatabase database = invocation.open();
                ProgressBar bar = new ProgressBar(invocation.output(), "importing")) {
            result = Importer.run(database, files, bar::estimate);
        }
        if (invocation.output().format() == Format.JSON) {
            invocation.output().object(summary(result));
        } else {
            showErrors(invocation, result);
            invocation
                    .output()
                    .rows(
                            Envelope.ofList(),
                            new ObjectShape(COLUMNS),
                            result.files().stream().map(ImportCommand::json).iterator());
        }
        long failed = result.files().stream().mapToLong(ImportedFile::failed).sum();
        if (failed > 0) {
            throw new RemException(ErrorCode.VALIDATION_FAILED, "Some lines were not written")
                    .with("failed", failed)
                    .with("written", inserted(result) + updated(result));
        }
        return ExitCode.DONE;
    }

    private static long inserted(ImportResult result) {
        return result.files().stream().mapToLong(ImportedFile::inserted).sum();
    }

    private static long updated(ImportResult result) {
        return result.files().stream().mapToLong(ImportedFile::updated).sum();
    }

    private static ObjectNode summary(ImportResult result) {
        ObjectNode summary = Json.object();
        ArrayNode files = summary.putArray("files");
        result.files().forEach(file -> files.add(json(file)));
        summary.put("inserted", inserted(result));
        summary.put("updated", updated(result));
        summary.put(
                "failed",
                result.files().stream().mapToLong(ImportedFile::failed).sum());
        ArrayNode schemas = summary.putArray("schemas");
        result.schemas().forEach(schemas::add);
        ArrayNode errors = summary.putArray("errors");
        result.errors().forEach(error -> json(error).forEach(errors::add));
        summary.put("elapsed_ms", result.elapsedMs());
        return summary;
    }

    private static ObjectNode json(ImportedFile file) {
        return Json.object()
                .put("path", file.path().toString())
                .put("table", file.table())
                .put("inserted", file.inserted())
                .put("updated", file.updated())
                .put("failed", file.failed());
    }

    /** A thing that is wrong with a line each. */
    private static List<ObjectNode> json(ImportError failed) {
        List<ObjectNode> errors = new ArrayList<>();
        if (failed.error().problems().isEmpty()) {
            errors.add(json(failed, null, failed.error().message()));
        }
        for (ValidationProblem problem : failed.error().problems()) {
            errors.add(json(failed, problem.field().isEmpty() ? null : problem.field(), problem.message()));
        }
        return errors;
    }

    private static ObjectNode json(ImportError failed, @Nullable String field, String reason) {
        return Json.object()
                .put("path", failed.path().toString())
                .put("line", failed.error().line())
                .put("code", failed.error().code().name())
                .put("field", field)
                .put("reason", reason);
    }

    private static void showErrors(Invocation invocation, ImportResult result) {
        List<ObjectNode> errors = result.errors().stream()
                .flatMap(error -> json(error).stream())
                .limit(ERRORS_SHOWN + 1L)
                .toList();
        for (ObjectNode error : errors.subList(0, Math.min(errors.size(), ERRORS_SHOWN))) {
            String field = error.path("field").asString("");
            invocation
                    .output()
                    .remark(error.path("path").asString("") + ", line "
                            + error.path("line").asLong() + (field.isEmpty() ? "" : ", " + field) + ": "
                            + error.path("reason").asString(""));
        }
        if (errors.size() > ERRORS_SHOWN) {
            invocation.output().remark("and more; --format json shows the first of them");
        }
    }
}

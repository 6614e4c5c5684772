package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.WriteResult;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem insert}. */
@Command(
        name = "insert",
        addMethodSubcommands = false,
        description = "Writes a row, or with --batch every line of stdin. A row with the same key is replaced.",
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db insert articles"
                    + " '{\"title\": \"A\", \"content\": \"B\", \"category\": \"c\"}'",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db insert articles --batch"
                    + " < ${sys:java.io.tmpdir}/rem-demo/articles.jsonl"
        })
final class InsertCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String table = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "JSON", description = "The row; - reads it from stdin.")
    private @Nullable String json;

    @Option(
            names = "--batch",
            description = "Reads one row a line (JSONL) from stdin; invalid lines are reported and skipped.")
    private boolean batch;

    @Option(names = "--strict", description = "With --batch: writes nothing if any line is invalid.")
    private boolean strict;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "With --batch: keeps the lines that were not written, as they came.")
    private @Nullable Path rejects;

    @Override
    int run(Invocation invocation) {
        if (batch) {
            if (json != null && !json.equals(Arguments.STDIN)) {
                throw wrongUsage("--batch reads rows from stdin; leave out the JSON");
            }
            try (RemDatabase database = invocation.open()) {
                return new BatchInsert(invocation, database, table, strict, rejects).run();
            }
        }
        if (strict || rejects != null) {
            throw wrongUsage("--strict and --rejects belong to --batch");
        }
        if (json == null) {
            throw wrongUsage("Give the row as JSON, - for stdin, or --batch for a row a line");
        }
        return single(invocation, Arguments.orStdin(json, invocation));
    }

    private int single(Invocation invocation, String row) {
        try (RemDatabase database = invocation.open()) {
            WriteResult written = insert(database, row);
            ObjectNode result = Json.object();
            result.put("id", written.id().toString());
            result.put("entity_type", written.entityType());
            result.put("action", written.action().name().toLowerCase(Locale.ROOT));
            invocation.output().object(result);
        }
        return ExitCode.DONE;
    }

    private WriteResult insert(RemDatabase database, String row) {
        try {
            return database.insert(table, row);
        } catch (RemException e) {
            boolean other =
                    e.code() == ErrorCode.INVALID_JSON && !row.stripLeading().startsWith("{");
            throw other && !row.isBlank() && !Arguments.STDIN.equals(json)
                    ? e.hint("A row is written as {\"field\": value, ...}; rem insert " + table
                            + " - < FILE reads it from a file, rem insert " + table
                            + " --batch < FILE one that has a row a line")
                    : e;
        }
    }
}

package io.remdb.cli;

import io.remdb.BuildProgress;
import io.remdb.RemDatabase;
import io.remdb.SchemaInfo;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.ObjectShape;
import io.remdb.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem schema list}. */
@Command(
        name = "list",
        addMethodSubcommands = false,
        description = {
            "Lists the registered schemas and how many rows each table has.",
            "What is being built over the rows of a table is in its 'building' (json, jsonl)."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema list")
final class SchemaListCommand extends Subcommand {
    private static final List<String> COLUMNS =
            List.of("short_name", "name", "version", "category", "rows", "description");

    @Override
    int run(Invocation invocation) {
        Envelope envelope = Envelope.ofList();
        try (RemDatabase database = invocation.open()) {
            List<ObjectNode> rows = database.schemas().list().stream()
                    .map(SchemaListCommand::json)
                    .toList();
            invocation.output().rows(envelope, new ObjectShape(COLUMNS), rows.iterator());
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(SchemaInfo schema) {
        ObjectNode json = Json.object();
        json.put("short_name", schema.shortName());
        json.put("name", schema.name());
        json.put("version", schema.version());
        json.put("category", schema.category());
        json.put("rows", schema.rows());
        json.put("description", schema.description());
        BuildProgress building = schema.building();
        if (building != null) {
            ObjectNode build = json.putObject("building");
            building.indexes().forEach(build.putArray("indexes")::add);
            building.embeddings().forEach(build.putArray("embeddings")::add);
            build.put("keys", building.keys());
            build.put("rows_done", building.rowsDone());
            build.put("rows_total", building.rowsTotal());
        }
        return json;
    }
}

package io.remdb.cli;

import io.remdb.IndexRebuild;
import io.remdb.RemDatabase;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem index rebuild}. */
@Command(
        name = "rebuild",
        addMethodSubcommands = false,
        description = {
            "Builds the search index of each table anew, and mends the entries of its other indexes.",
            "The database can be used meanwhile: searches are answered by the old index until the new one is whole."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db index rebuild --schema articles")
final class IndexRebuildCommand extends Subcommand {
    @Option(names = "--schema", paramLabel = "TABLE", description = "Only of this table (default: of all).")
    private @Nullable String schema;

    @Override
    int run(Invocation invocation) {
        List<String> tables = schema == null ? List.of() : List.of(schema);
        IndexRebuild rebuild;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "indexing")) {
            rebuild = database.operations().rebuildIndexes(tables, progress);
        }
        ObjectNode result = Json.object();
        ArrayNode rebuilt = result.putArray("tables");
        for (IndexRebuild.RebuiltTable table : rebuild.tables()) {
            rebuilt.addObject()
                    .put("table", table.table())
                    .put("rows", table.rows())
                    .put("mended", table.mended());
        }
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.cli.output.Format;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem count}. */
@Command(
        name = "count",
        addMethodSubcommands = false,
        description = "Counts the live rows of a table.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db count articles")
final class CountCommand extends Subcommand {
    @Parameters(paramLabel = "TABLE", description = "The table.")
    private String table = "";

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            long count = database.count(table);
            if (invocation.output().format() == Format.TABLE) {
                invocation.output().text(Long.toString(count));
            } else {
                ObjectNode result = Json.object();
                result.put("count", count);
                invocation.output().object(result);
            }
        }
        return ExitCode.DONE;
    }
}

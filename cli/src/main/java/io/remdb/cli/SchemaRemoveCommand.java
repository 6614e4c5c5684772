package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.Schemas.Removal;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem schema remove}. */
@Command(
        name = "remove",
        addMethodSubcommands = false,
        description = "Removes a schema and its table; refused while the table has rows.",
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema add --name scratch"
                    + " --template resources",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db schema remove scratch"
        })
final class SchemaRemoveCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "The table.")
    private String name = "";

    @Option(names = "--force", description = "Removes the rows too, for good.")
    private boolean force;

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            long rows = database.schemas().remove(name, force ? Removal.WITH_ROWS : Removal.IF_EMPTY);
            ObjectNode result = Json.object();
            result.put("short_name", name);
            result.put("action", "removed");
            result.put("rows", rows);
            invocation.output().object(result);
        }
        return ExitCode.DONE;
    }
}

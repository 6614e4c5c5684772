package io.remdb.cli;

import io.remdb.Deletion;
import io.remdb.RemDatabase;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem delete}. */
@Command(
        name = "delete",
        addMethodSubcommands = false,
        description = "Deletes a row: hides it until it is written again, or with --hard removes it for good.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db delete " + Examples.DISPENSABLE_ID)
final class DeleteCommand extends Subcommand {
    @Parameters(paramLabel = "ID", converter = EntityId.class, description = "The row's id.")
    private UUID id = EntityId.NONE;

    @Option(names = "--hard", description = "Removes the row, its vectors and its edges for good.")
    private boolean hard;

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            Deletion deletion = database.delete(id, hard ? Deletion.Mode.HARD : Deletion.Mode.SOFT);
            ObjectNode result = Json.object();
            result.put("id", deletion.id().toString());
            result.put("deleted_at", Timestamps.text(deletion.deletedAt()));
            invocation.output().object(result);
        }
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.RemDatabase;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rem update}. */
@Command(
        name = "update",
        description = "Changes a row by a JSON merge patch (RFC 7396): null removes a field.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db update " + Examples.ID
                + " '{\"category\": \"computing\"}'")
final class UpdateCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "ID", converter = EntityId.class, description = "The row's id.")
    private UUID id = EntityId.NONE;

    @Parameters(index = "1", paramLabel = "JSON", description = "The patch; - reads it from stdin.")
    private String patch = "";

    @Override
    int run(Invocation invocation) {
        String json = Arguments.orStdin(patch, invocation);
        try (RemDatabase database = invocation.open()) {
            Entities.print(invocation.output(), database.update(id, json));
        }
        return ExitCode.DONE;
    }
}

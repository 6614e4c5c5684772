package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.ObjectShape;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem key list}. */
@Command(
        name = "list",
        addMethodSubcommands = false,
        description = "Lists whose keys open the database.",
        footer = Examples.ENCRYPTED + "${sys:rem.command:-rem} key list")
final class KeyListCommand extends Subcommand {
    private static final List<String> COLUMNS = List.of("fingerprint", "label", "added_at", "public_key");

    @Override
    int run(Invocation invocation) {
        Envelope envelope = Envelope.ofList();
        try (RemDatabase database = invocation.open()) {
            List<ObjectNode> rows =
                    database.keys().recipients().stream().map(Recipients::json).toList();
            invocation.output().rows(envelope, new ObjectShape(COLUMNS), rows.iterator());
        }
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.json.Json;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem replication promote}. */
@Command(
        name = "promote",
        addMethodSubcommands = false,
        description = {
            "Makes a replica a primary: it follows no more, and takes writes.",
            "The former primary takes none from when it hears of it; it can become a replica (rem replicate)."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/replica replication promote")
final class ReplicationPromoteCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        ObjectNode result = Json.object();
        result.put("epoch", invocation.replication().promote());
        result.put("mode", "primary");
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem replication forget}. */
@Command(
        name = "forget",
        addMethodSubcommands = false,
        description = {
            "Forgets a replica that does not come back: the primary keeps nothing of its log for it any more.",
            "One that comes back all the same is sent a copy of everything where that is needed."
        },
        footer =
                "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db replication forget replica1-5f0c2a9b")
final class ReplicationForgetCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", description = "As rem replication status says it.")
    private String name = "";

    @Override
    int run(Invocation invocation) {
        invocation.replication().forget(name);
        ObjectNode result = Json.object();
        result.put("forgotten", name);
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.json.Json;
import io.remdb.server.owner.OwnerControl;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem daemon stop}. */
@Command(
        name = "stop",
        addMethodSubcommands = false,
        description = "Ends the process in the background that has the database open, after the work that it is doing.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db daemon stop")
final class DaemonStopCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        OwnerControl control = OwnerControl.of(invocation.database());
        OptionalLong stopped = control.stop("rem daemon stop");
        if (stopped.isEmpty()) {
            control.requireDatabase();
        }
        ObjectNode result = Json.object();
        result.put("stopped", stopped.isPresent());
        stopped.ifPresent(pid -> result.put("pid", pid));
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.json.Json;
import io.remdb.server.owner.OwnerControl;
import io.remdb.server.owner.OwnerStatus;
import java.util.Optional;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem daemon status}. */
@Command(
        name = "status",
        addMethodSubcommands = false,
        description = "Shows which process has the database open for others, and what it does.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db daemon status")
final class DaemonStatusCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        OwnerControl control = OwnerControl.of(invocation.database());
        Optional<OwnerStatus> status = control.status();
        if (status.isEmpty()) {
            control.requireDatabase();
        }
        ObjectNode result = Json.object();
        result.put("running", status.isPresent());
        status.ifPresent(owner -> {
            result.put("pid", owner.pid());
            result.put("background", owner.background());
            result.put("release", owner.release());
            result.put("database", owner.database());
            result.put("socket", owner.socket());
            result.put("started_at", owner.startedAt().toString());
            result.put("clients", owner.clients());
            result.put("running_calls", owner.runningCalls());
            result.put("calls", owner.calls());
            result.put("ends_when_idle_seconds", owner.endsWhenIdleSeconds());
            result.put("heap_bytes", owner.heapBytes());
        });
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem replication status}. */
@Command(
        name = "status",
        addMethodSubcommands = false,
        description = "Shows the part of the database in replication, how far it has got, and who follows it.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db replication status")
final class ReplicationStatusCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        new ReplicationText(invocation.output()).status(invocation.replication().status());
        return ExitCode.DONE;
    }
}

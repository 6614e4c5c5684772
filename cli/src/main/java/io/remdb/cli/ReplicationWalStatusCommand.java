package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem replication wal-status}. */
@Command(
        name = "wal-status",
        addMethodSubcommands = false,
        description = "Shows what the log of the database has: its last entry, how many there are, and their size.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db replication wal-status")
final class ReplicationWalStatusCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        new ReplicationText(invocation.output()).log(invocation.replication().status());
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem replication}: the group. */
@Command(
        name = "replication",
        addMethodSubcommands = false,
        description = "How a database and its replicas are getting on; and promotion.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db replication status",
        subcommands = {
            ReplicationStatusCommand.class,
            ReplicationWalStatusCommand.class,
            ReplicationPromoteCommand.class,
            ReplicationForgetCommand.class
        })
final class ReplicationCommand {}

package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem daemon}: the group. */
@Command(
        name = "daemon",
        addMethodSubcommands = false,
        description = {
            "The process that has the database open for all commands.",
            "It starts by itself, and ends when there has been nothing to do (P8_DAEMON_IDLE_SECONDS)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db daemon status",
        subcommands = {DaemonStatusCommand.class, DaemonStopCommand.class})
final class DaemonCommand {}

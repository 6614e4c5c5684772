package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem index}: the group. */
@Command(
        name = "index",
        addMethodSubcommands = false,
        description = "Indexes of tables: building them anew.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db index rebuild",
        subcommands = IndexRebuildCommand.class)
final class IndexCommand {}

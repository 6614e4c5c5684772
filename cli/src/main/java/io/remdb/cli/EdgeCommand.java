package io.remdb.cli;

import picocli.CommandLine.Command;

/** {@code rem edge}: the group. */
@Command(
        name = "edge",
        addMethodSubcommands = false,
        description = "Edges: typed links from row to row. 'rem traverse' follows them.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExample, after rem demo:%n",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db edge list '" + Examples.LINKED + "'",
        subcommands = {EdgeAddCommand.class, EdgeListCommand.class, EdgeDeleteCommand.class})
final class EdgeCommand {}

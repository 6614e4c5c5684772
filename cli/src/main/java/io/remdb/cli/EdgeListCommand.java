package io.remdb.cli;

import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.RemDatabase;
import io.remdb.cli.output.EdgeShape;
import io.remdb.cli.output.Envelope;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem edge list}. */
@Command(
        name = "list",
        addMethodSubcommands = false,
        description = "Prints the edges of a row, also those to rows that do not exist yet or are deleted.",
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db edge list '" + Examples.LINKED
                + "' --direction out")
final class EdgeListCommand extends Subcommand {
    @Parameters(paramLabel = "ID", description = "The row: an id or a key.")
    private String name = "";

    @Option(
            names = "--direction",
            paramLabel = "D",
            description = "out (edges that start here), in (that end here) or both (default: both).")
    private EdgeDirection direction = EdgeDirection.BOTH;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only edges of this type; may be given several times.")
    private List<String> relTypes = List.of();

    @Override
    int run(Invocation invocation) {
        Envelope envelope = Envelope.ofList();
        try (RemDatabase database = invocation.open();
                EdgeCursor edges = database.edges(name, direction, relTypes)) {
            invocation.output().rows(envelope, new EdgeShape(), edges);
        }
        return ExitCode.DONE;
    }
}

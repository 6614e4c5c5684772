package io.remdb.cli;

import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.Path;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.TraversalRequest;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.PathShape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem traverse}. */
@Command(
        name = "traverse",
        addMethodSubcommands = false,
        description = {
            "Follows edges from a row: prints the rows that are reached, the nearest first.",
            "Each comes once, by a shortest path."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db traverse '" + Examples.LINKED
                    + "' --depth 3",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db traverse '" + Examples.LINKED + "' --to '"
                    + Examples.LINK_TARGET + "' --direction both"
        })
final class TraverseCommand extends Subcommand {
    @Parameters(paramLabel = "ID", description = "The row to start from: an id or a key.")
    private String start = "";

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "At most so many edges from the start, 1 to 10 (default: 2; with --to: 10).")
    private @Nullable Integer depth;

    @Option(
            names = "--direction",
            paramLabel = "D",
            description = "out (along the edges), in (against them) or both (default: out).")
    private EdgeDirection direction = EdgeDirection.OUT;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only edges of this type; may be given several times.")
    private List<String> relTypes = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows, 1 to 10000 (default: 100).")
    private int limit = TraversalRequest.DEFAULT_LIMIT;

    @Option(names = "--to", paramLabel = "ID", description = "Only this row (an id or a key), by a shortest path.")
    private @Nullable String end;

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            long began = System.nanoTime();
            TraversalRequest request = database.traverse(start)
                    .direction(direction)
                    .types(relTypes.toArray(String[]::new))
                    .limit(limit);
            if (depth != null) {
                request.depth(depth);
            }
            List<Path> paths =
                    end == null ? request.run() : request.to(end).stream().toList();
            invocation
                    .output()
                    .rows(Envelope.ofQuery(start, "traverse", began), new PathShape(paths), paths.iterator());
            if (end != null && paths.isEmpty()) {
                // The empty answer is printed; the error tells the shell and the reader.
                RemException error = new RemException(ErrorCode.NOT_FOUND, "No path leads there")
                        .with("from", start)
                        .with("to", end);
                throw direction == EdgeDirection.BOTH ? error : error.hint("--direction both follows edges either way");
            }
        }
        return ExitCode.DONE;
    }
}

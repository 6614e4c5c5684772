package io.remdb.cli;

import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.text.Uuids;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem edge delete}. */
@Command(
        name = "delete",
        addMethodSubcommands = false,
        description = "Removes an edge.",
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db edge add '" + Examples.LINKED + "' '"
                    + Examples.KEY + "' mistaken_for",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db edge delete '" + Examples.LINKED + "' '"
                    + Examples.KEY + "' mistaken_for"
        })
final class EdgeDeleteCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "SRC", description = "Where it starts: an id or a key.")
    private String src = "";

    @Parameters(
            index = "1",
            paramLabel = "DST",
            description = "Where it ends: an id, a key, or {\"entity_type\": ..., \"key\": ...}.")
    private String dst = "";

    @Parameters(index = "2", paramLabel = "TYPE", description = "The edge's type.")
    private String relType = "";

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            Optional<Ends> ends = ends(database);
            if (!database.unlink(src, dst, relType)) {
                throw new RemException(ErrorCode.NOT_FOUND, "There is no such edge")
                        .with("src", src)
                        .with("dst", dst)
                        .with("rel_type", relType)
                        .hint("'rem edge list ID' shows the edges of a row");
            }
            ObjectNode result = Json.object();
            // A command that is answered from the receipt of its first run does not find the edge any more.
            result.put("src", ends.map(found -> found.src().toString()).orElse(src));
            result.put("dst", ends.map(found -> found.dst().toString()).orElse(dst));
            result.put("rel_type", relType);
            result.put("action", "deleted");
            invocation.output().object(result);
        }
        return ExitCode.DONE;
    }

    /** The ids of the ends, however these are named, out of any edge of each; empty where one has none. */
    private Optional<Ends> ends(RemDatabase database) {
        Optional<Ends> typed =
                Uuids.parse(src).flatMap(source -> Uuids.parse(dst).map(destination -> new Ends(source, destination)));
        if (typed.isPresent()) {
            return typed;
        }
        try (EdgeCursor outgoing = database.edges(src, EdgeDirection.OUT, List.of(relType));
                EdgeCursor incoming = database.edges(dst, EdgeDirection.IN, List.of(relType))) {
            return outgoing.hasNext() && incoming.hasNext()
                    ? Optional.of(
                            new Ends(outgoing.next().src(), incoming.next().dst()))
                    : Optional.empty();
        } catch (RemException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty(); // which removing it says
            }
            throw e;
        }
    }

    private record Ends(UUID src, UUID dst) {}
}

package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.json.Json;
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
            if (!database.unlink(src, dst, relType)) {
                throw new RemException(ErrorCode.NOT_FOUND, "There is no such edge")
                        .with("src", src)
                        .with("dst", dst)
                        .with("rel_type", relType)
                        .hint("'rem edge list ID' shows the edges of a row");
            }
            ObjectNode result = Json.object();
            result.put("src", src);
            result.put("dst", dst);
            result.put("rel_type", relType);
            result.put("action", "deleted");
            invocation.output().object(result);
        }
        return ExitCode.DONE;
    }
}

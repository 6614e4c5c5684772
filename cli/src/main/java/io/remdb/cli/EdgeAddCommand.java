package io.remdb.cli;

import io.remdb.RemDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem edge add}. */
@Command(
        name = "add",
        addMethodSubcommands = false,
        description = "Links a row to another. The same edge again replaces its properties.",
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db edge add '" + Examples.LINKED + "' '"
                    + Examples.KEY + "' compared_with --properties '{\"by\": \"me\"}'",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db edge add '" + Examples.LINKED
                    + "' '{\"entity_type\": \"articles\", \"key\": \"Not Written Yet\"}' continued_in"
        })
final class EdgeAddCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "SRC", description = "Where it starts: an id or a key; the row must exist.")
    private String src = "";

    @Parameters(
            index = "1",
            paramLabel = "DST",
            description = "Where it ends: an id, a key, or {\"entity_type\": ..., \"key\": ...} for a row that need not"
                    + " exist yet.")
    private String dst = "";

    @Parameters(index = "2", paramLabel = "TYPE", description = "What the edge says, such as authored_by.")
    private String relType = "";

    @Option(names = "--properties", paramLabel = "JSON", description = "The edge's own data; - reads it from stdin.")
    private String properties = "{}";

    @Override
    int run(Invocation invocation) {
        String data = Arguments.orStdin(properties, invocation);
        try (RemDatabase database = invocation.open()) {
            invocation.output().object(database.link(src, dst, relType, data).json());
        }
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.dream.Dream;
import io.remdb.dream.Undone;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem dream undo}. */
@Command(
        name = "undo",
        addMethodSubcommands = false,
        description = {
            "Takes back what a run of dream wrote: its moments, themes, summaries and links.",
            "Rows that a person has changed since stay. The runs are in the table dream_runs."
        },
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db dream --lookback-hours 48",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db query"
                    + " \"SELECT run_id, state, moments FROM dream_runs\""
        })
final class DreamUndoCommand extends Subcommand {
    @Parameters(paramLabel = "RUN", description = "The run_id of the run.")
    private String run = "";

    @Override
    int run(Invocation invocation) {
        try (RemDatabase database = invocation.open()) {
            Undone undone = Dream.on(database, invocation.config()).undo(run);
            ObjectNode json = Json.object();
            json.put("run_id", run);
            json.put("rows", undone.rows());
            json.put("edges", undone.edges());
            json.put("kept", undone.kept());
            invocation.output().object(json);
        }
        return ExitCode.DONE;
    }
}

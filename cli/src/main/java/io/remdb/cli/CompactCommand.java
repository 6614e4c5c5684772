package io.remdb.cli;

import io.remdb.Compaction;
import io.remdb.RemDatabase;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem compact}. */
@Command(
        name = "compact",
        addMethodSubcommands = false,
        description = {
            "Writes the files of the store and of the search index anew, without what was replaced and deleted.",
            "Others read and write meanwhile. Needs room on the disk for a part of the data a second time."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db compact")
final class CompactCommand extends Subcommand {
    @Override
    int run(Invocation invocation) {
        Compaction done;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "compacting")) {
            done = database.operations().compact(progress);
        }
        ObjectNode result = Json.object();
        result.put("store_bytes_before", done.storeBytesBefore());
        result.put("store_bytes_after", done.storeBytesAfter());
        result.put("search_bytes_before", done.searchBytesBefore());
        result.put("search_bytes_after", done.searchBytesAfter());
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

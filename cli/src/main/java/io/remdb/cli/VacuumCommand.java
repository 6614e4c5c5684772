package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.VacuumOptions;
import io.remdb.VacuumResult;
import io.remdb.cli.output.ProgressBar;
import io.remdb.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem vacuum}. */
@Command(
        name = "vacuum",
        addMethodSubcommands = false,
        description = {
            "Removes for good what was deleted long ago, and entries that belong to no row.",
            "Edges and vectors of a row go with it.",
            "An edge to a row that is not there stays: it may be written before its target."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db vacuum --dry-run --older-than 7d")
final class VacuumCommand extends Subcommand {
    @Option(names = "--dry-run", description = "Changes nothing, and says what would be removed.")
    private boolean dryRun;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = Age.class,
            description = "Rows that were deleted so long ago, such as 12h or 30d (default: 30d; 0 for all).")
    private Duration olderThan = VacuumOptions.DEFAULT_AGE;

    @Option(
            names = "--former-stores",
            description = {
                "Also removes folders store.before-*: what a replica, or backup restore --force, has kept of the files that",
                "were there before. What only they have is gone then. A replica removes nothing else."
            })
    private boolean formerStores;

    @Override
    int run(Invocation invocation) {
        Path folder = formerStores ? invocation.database() : null;
        VacuumOptions options = VacuumOptions.DEFAULTS.olderThan(olderThan);
        VacuumResult result = null;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "looking")) {
            result = database.operations().vacuum(dryRun ? options.dryRun() : options, progress);
        } catch (RemException e) {
            if (!formerStores || (e.code() != ErrorCode.READ_ONLY && e.code() != ErrorCode.SEALED)) {
                throw e;
            }
            invocation.output().remark("This is a replica: rows go as they go from its primary");
        }
        FormerStores former = folder == null ? new FormerStores(List.of(), 0) : FormerStores.in(folder);
        if (!dryRun) {
            former.delete();
        }
        invocation.output().object(object(result, former));
        return ExitCode.DONE;
    }

    private ObjectNode object(@Nullable VacuumResult result, FormerStores former) {
        ObjectNode object = Json.object();
        object.put("dry_run", dryRun);
        if (result != null) {
            put(object, result);
        }
        if (formerStores) {
            ArrayNode folders = object.putArray("former_stores");
            former.folders().forEach(folder -> folders.add(folder.toString()));
            object.put("former_store_bytes", former.bytes());
        }
        return object;
    }

    private static void put(ObjectNode object, VacuumResult result) {
        object.put("rows", result.allRows());
        ObjectNode tables = object.putObject("tables");
        result.rows().forEach(tables::put);
        object.put("edges", result.edges());
        object.put("vectors", result.vectors());
        object.put("bytes", result.bytes());
        object.put("stray_edges", result.strayEdges());
        object.put("stray_vectors", result.strayVectors());
        object.put("stray_index_entries", result.strayIndexEntries());
        object.put("store_bytes_before", result.storeBytesBefore());
        object.put("store_bytes_after", result.storeBytesAfter());
    }
}

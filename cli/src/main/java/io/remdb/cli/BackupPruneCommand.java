package io.remdb.cli;

import io.remdb.Backups;
import io.remdb.PrunedBackups;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem backup prune}. */
@Command(
        name = "prune",
        addMethodSubcommands = false,
        description = {
            "Removes all backups but the newest, and files that none of those needs any more.",
            "Also those of the archive of the log (P8_WAL_ARCHIVE) that end before the oldest of them."
        },
        footer = {Examples.BACKUP + "create", Examples.BACKUP + "prune --keep 7"})
final class BackupPruneCommand extends Subcommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FOLDER",
            description = {"The folder of backups", "(default: P8_BACKUP_PATH, else beside the database)."})
    private @Nullable Path folder;

    @Option(names = "--keep", required = true, paramLabel = "N", description = "How many stay, from 1.")
    private int keep;

    @Option(
            names = "--archive",
            paramLabel = "FOLDER",
            description = "The archive of the log (default: P8_WAL_ARCHIVE).")
    private @Nullable Path archive;

    @Override
    int run(Invocation invocation) {
        RemConfig config = invocation.config();
        Path pruned = BackupPlace.of(folder, invocation, config);
        Path log = archive != null ? archive : config.backups().logArchive();
        PrunedBackups gone = Backups.prune(pruned, keep, log);
        ObjectNode result = Json.object();
        ArrayNode removed = result.putArray("removed");
        gone.backups().forEach(backup -> removed.add(backup.toString()));
        result.put("kept", gone.kept());
        result.put("archive_files", gone.logFiles());
        result.put("freed_bytes", gone.bytes());
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

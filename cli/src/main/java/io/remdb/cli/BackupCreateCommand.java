package io.remdb.cli;

import io.remdb.Backup;
import io.remdb.RemDatabase;
import io.remdb.cli.output.ProgressBar;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem backup create}. */
@Command(
        name = "create",
        addMethodSubcommands = false,
        description = {
            "Makes a backup of everything as it is at one moment. Others may write meanwhile.",
            "Files that earlier backups in the folder have already are not copied again."
        },
        footer = Examples.BACKUP + "create")
final class BackupCreateCommand extends Subcommand {
    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = {
                "The folder of backups of this database",
                "(default: P8_BACKUP_PATH, else beside the database)."
            })
    private @Nullable Path output;

    @Override
    int run(Invocation invocation) {
        long start = System.nanoTime();
        RemConfig config = invocation.config();
        Path folder = BackupPlace.of(output, invocation, config);
        Backup made;
        try (RemDatabase database = invocation.open();
                ProgressBar progress = new ProgressBar(invocation.output(), "backing up")) {
            made = database.operations().backup(folder.toAbsolutePath().normalize(), progress);
        }
        ObjectNode result = BackupJson.of(made);
        result.remove("verified_at");
        result.put("elapsed_ms", BackupJson.milliseconds(start));
        invocation.output().object(result);
        return ExitCode.DONE;
    }
}

package io.remdb.cli;

import io.remdb.Backups;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.cli.output.Envelope;
import io.remdb.config.RemConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rem backup list}. */
@Command(
        name = "list",
        addMethodSubcommands = false,
        description = {
            "Lists the backups in a folder, the oldest first.",
            "own_bytes are of files that no other backup needs: what removing it would free."
        },
        footer = Examples.BACKUP + "list")
final class BackupListCommand extends Subcommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FOLDER",
            description = {"The folder of backups", "(default: P8_BACKUP_PATH, else beside the database)."})
    private @Nullable Path folder;

    @Override
    int run(Invocation invocation) {
        Envelope envelope = Envelope.ofList();
        RemConfig config = invocation.config();
        Path listed = BackupPlace.of(folder, invocation, config);
        if (folder != null && !Files.isDirectory(folder)) {
            throw new RemException(ErrorCode.NOT_FOUND, "There is no such folder")
                    .with("path", folder.toAbsolutePath().normalize())
                    .hint("Name a folder of backups; rem backup create makes one");
        }
        invocation
                .output()
                .rows(envelope, new BackupShape(), Backups.list(listed).iterator());
        return ExitCode.DONE;
    }
}

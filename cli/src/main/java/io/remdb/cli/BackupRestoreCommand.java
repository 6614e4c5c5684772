package io.remdb.cli;

import io.remdb.Backups;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestoreOptions.Existing;
import io.remdb.RestorePoint;
import io.remdb.RestoredDatabase;
import io.remdb.cli.output.ProgressBar;
import io.remdb.config.DatabasePlace;
import io.remdb.json.Json;
import io.remdb.server.owner.OwnerControl;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem backup restore}. */
@Command(
        name = "restore",
        addMethodSubcommands = false,
        description = {
            "Makes a database of a backup, and of what was written after it.",
            "The latter, with --to, comes from the archive of the log (P8_WAL_ARCHIVE).",
            "It is a database of its own: replicas of the one that was backed up do not follow it."
        },
        footer = {
            Examples.BACKUP + "create",
            "  ${sys:rem.command:-rem} backup restore --source ${sys:java.io.tmpdir}/rem-demo/db.backups"
                    + " --target ${sys:java.io.tmpdir}/rem-demo/copy --force"
        })
final class BackupRestoreCommand extends Subcommand {
    private static final int MOST_ATTEMPTS = 5;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "BACKUP",
            description = "A backup, or a folder of backups for the newest in it that will do.")
    private Path source = Path.of("");

    @Option(
            names = "--target",
            required = true,
            paramLabel = "DB",
            converter = DatabaseConverter.class,
            description = "The folder of the database to be made.")
    private DatabasePlace target = new DatabasePlace.Folder(Path.of(""));

    @Option(
            names = "--to",
            paramLabel = "POINT",
            converter = RestorePointConverter.class,
            description = {
                "Up to where: an entry of the log (812), a time (2026-03-01T12:30:00Z), or latest",
                "(default: what the backup has)."
            })
    private RestorePoint to = RestorePoint.BACKUP;

    @Option(
            names = "--archive",
            paramLabel = "FOLDER",
            description = "The archive of the log (default: P8_WAL_ARCHIVE).")
    private @Nullable Path archive;

    @Option(
            names = "--force",
            description = "Also where there is a database: its files stay in its folder as store.before-1 and so on.")
    private boolean force;

    @Override
    int run(Invocation invocation) {
        long start = System.nanoTime();
        RestoreOptions options = RestoreOptions.of(invocation.config())
                .to(to)
                .withExisting(force ? Existing.KEEP_ASIDE : Existing.REFUSE);
        if (archive != null) {
            options = options.withLogArchive(archive);
        }
        RestoredDatabase restored;
        try (ProgressBar progress = new ProgressBar(invocation.output(), "restoring")) {
            restored = restore(folder(), options, progress);
        }
        Path former = restored.former();
        ObjectNode result = Json.object();
        result.put("path", restored.path().toString());
        result.put("backup", restored.backup().path().toString());
        result.put("sequence", restored.sequence());
        result.put("committed_at", restored.committedAt().toString());
        result.put("complete_until", restored.completeUntil().toString());
        result.put("replayed", restored.entries());
        result.put("bytes", restored.backup().bytes());
        result.put("encrypted", restored.backup().encrypted());
        result.put("former", former == null ? null : former.toString());
        result.put("elapsed_ms", BackupJson.milliseconds(start));
        invocation.output().object(result);
        if (to instanceof RestorePoint.Time(Instant time)) {
            invocation.output().remark(remark(restored, time));
        }
        return ExitCode.DONE;
    }

    private static String remark(RestoredDatabase restored, Instant time) {
        String reached = "Restored up to entry " + restored.sequence() + " of the log, committed at "
                + restored.committedAt() + ", the last until " + time;
        return restored.completeUntil().isBefore(time)
                ? reached + ": the database was closed at " + restored.completeUntil()
                        + ", and nothing has come to the archive since"
                : reached;
    }

    private Path folder() {
        return switch (target) {
            case DatabasePlace.Folder(Path path) -> path;
            case DatabasePlace.Server _ -> throw wrongUsage("--target is a folder, and no server");
        };
    }

    /** Clients of the owner that was stopped may start another one before the database is locked. */
    private RestoredDatabase restore(Path path, RestoreOptions options, ProgressListener progress) {
        for (int attempt = 1; ; attempt++) {
            if (force) {
                var _ = OwnerControl.of(path).stop("rem backup restore");
            }
            try {
                return Backups.restore(source, path, _ -> options, progress);
            } catch (RemException e) {
                if (e.code() != ErrorCode.LOCKED || !force || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}

package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RestorePoint;
import io.remdb.backup.BackupFolder;
import io.remdb.backup.BackupManifest;
import java.util.List;

/** Which backup a database is restored from. */
final class ChosenBackup {
    private ChosenBackup() {}

    /**
     * The newest that is not later than a point.
     *
     * @param found the oldest first
     * @throws RemException {@link ErrorCode#NOT_FOUND} when all are later; what is wrong with a single one
     */
    static BackupFolder.Found of(List<BackupFolder.Found> found, RestorePoint to) {
        List<BackupFolder.Found> readable =
                found.stream().filter(one -> one.entry().readable() != null).toList();
        if (readable.isEmpty() || found.size() == 1) {
            var _ = found.getLast().entry().manifest(); // throws where it cannot be read
        }
        return readable.reversed().stream()
                .filter(one -> isNotLater(one.entry().manifest(), to))
                .findFirst()
                .orElseThrow(() -> later(readable.getFirst(), to));
    }

    private static boolean isNotLater(BackupManifest manifest, RestorePoint to) {
        return switch (to) {
            case RestorePoint.OfBackup _, RestorePoint.Latest _ -> true;
            case RestorePoint.Sequence(long sequence) -> manifest.sequence() <= sequence;
            case RestorePoint.Time(var time) -> !manifest.committedAt().isAfter(time);
        };
    }

    private static RemException later(BackupFolder.Found oldest, RestorePoint to) {
        return new RemException(ErrorCode.NOT_FOUND, "The backup is later than the point asked for")
                .with("to", LogReplay.text(to))
                .with("backup", oldest.entry().path())
                .with("sequence", oldest.entry().manifest().sequence())
                .with("committed_at", oldest.entry().manifest().committedAt())
                .hint("Use an earlier backup, or a later point");
    }
}

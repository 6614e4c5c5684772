package io.remdb.engine;

import io.remdb.Backup;
import io.remdb.BackupVerification;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.PrunedBackups;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.RestoredDatabase;
import io.remdb.backup.BackupEntry;
import io.remdb.backup.BackupFolder;
import io.remdb.backup.BackupWriter;
import io.remdb.backup.FileWork;
import io.remdb.spi.BackupKeeper;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Backups of databases of this engine.
 *
 * @param work with files
 */
record LocalBackups(FileWork work) implements BackupKeeper {
    @Override
    public List<Backup> list(Path folder) {
        return new BackupFolder(folder.toAbsolutePath().normalize()).describe();
    }

    @Override
    public RestoredDatabase restore(Path source, Path target, RestoreOptions options, ProgressListener progress) {
        return new BackupRestorer(new DatabaseFolder(target.toAbsolutePath().normalize()), options, work)
                .restore(source, progress);
    }

    @Override
    public BackupVerification verify(Path source, OpenOptions options, ProgressListener progress) {
        BackupFolder.Found newest = BackupFolder.find(source).getLast();
        return new BackupVerifier(newest, options, work).verify(progress);
    }

    @Override
    public PrunedBackups prune(Path folder, int keep, @Nullable Path logArchive) {
        if (keep < 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "At least one backup is kept").with("keep", keep);
        }
        try (BackupWriter writer = BackupWriter.open(folder, work)) {
            List<BackupEntry> entries = writer.folder().entries();
            // One that cannot be read stays, and with it all shared files: what it needs is not known.
            List<BackupEntry> readable =
                    entries.stream().filter(entry -> entry.readable() != null).toList();
            // One that lacks a file is none of those that were to be kept.
            List<BackupEntry> whole = readable.stream()
                    .filter(entry -> writer.folder().problem(entry) == null)
                    .toList();
            int oldestKept =
                    whole.size() <= keep ? 0 : whole.get(whole.size() - keep).number();
            List<BackupEntry> gone = readable.stream()
                    .filter(entry -> entry.number() < oldestKept)
                    .toList();
            List<BackupEntry> kept = readable.subList(gone.size(), readable.size());
            long bytes = 0;
            for (BackupEntry entry : gone) {
                bytes += entry.manifest().files().stream()
                        .filter(file -> file.shared() == null)
                        .mapToLong(file -> file.bytes())
                        .sum();
                writer.remove(entry);
            }
            bytes += writer.sweep();
            ArchivePruning log = ArchivePruning.of(gone, kept, logArchive);
            List<Path> removed = gone.stream().map(BackupEntry::path).toList();
            return new PrunedBackups(removed, kept.size(), log.files(), bytes + log.bytes());
        }
    }
}

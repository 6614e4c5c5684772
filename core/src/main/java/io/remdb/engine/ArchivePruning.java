package io.remdb.engine;

import io.remdb.backup.BackupEntry;
import io.remdb.backup.BackupManifest;
import io.remdb.backup.archive.LogArchive;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes from an archive of the log what no backup needs.
 *
 * @param files that were removed
 * @param bytes of them
 */
record ArchivePruning(int files, long bytes) {
    /**
     * Of each history that backups are of: files that end before the oldest backup that is kept; of one of which none is kept, all that
     * nobody can be writing. Other histories may be those of other databases.
     */
    static ArchivePruning of(List<BackupEntry> gone, List<BackupEntry> kept, @Nullable Path archive) {
        if (archive == null) {
            return new ArchivePruning(0, 0);
        }
        Map<UUID, Long> through = new HashMap<>();
        gone.forEach(entry -> through.put(entry.manifest().historyId(), Long.MAX_VALUE));
        Map<UUID, Long> oldest = new HashMap<>();
        for (BackupEntry entry : kept) {
            BackupManifest manifest = entry.manifest();
            oldest.merge(manifest.historyId(), manifest.sequence(), Math::min);
        }
        through.putAll(oldest);
        int files = 0;
        long bytes = 0;
        for (Map.Entry<UUID, Long> history : through.entrySet()) {
            LogArchive.Removed removed =
                    LogArchive.of(archive, history.getKey()).removeThrough(history.getValue());
            files += removed.files();
            bytes += removed.bytes();
        }
        return new ArchivePruning(files, bytes);
    }
}

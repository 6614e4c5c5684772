package io.remdb.spi;

import io.remdb.Backup;
import io.remdb.BackupVerification;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.PrunedBackups;
import io.remdb.RestoreOptions;
import io.remdb.RestoredDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does what {@link io.remdb.Backups} says, for the engine whose backups they are. */
public interface BackupKeeper {
    /** As {@link io.remdb.Backups#list}. */
    List<Backup> list(Path folder);

    /** As {@link io.remdb.Backups#restore}. */
    RestoredDatabase restore(Path source, Path target, RestoreOptions options, ProgressListener progress);

    /** As {@link io.remdb.Backups#verify}. */
    BackupVerification verify(Path source, OpenOptions options, ProgressListener progress);

    /** As {@link io.remdb.Backups#prune}. */
    PrunedBackups prune(Path folder, int keep, @Nullable Path logArchive);
}

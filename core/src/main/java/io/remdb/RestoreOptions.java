package io.remdb;

import io.remdb.config.RemConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a backup is restored.
 *
 * @param config the settings
 * @param to up to where
 * @param logArchive what was written after the backup, {@code P8_WAL_ARCHIVE} of the database; null for none
 * @param existing what becomes of a database that is there
 */
public record RestoreOptions(
        RemConfig config, RestorePoint to, @Nullable Path logArchive, Existing existing) {
    /** What becomes of a database that is in the place of the one to be restored. */
    public enum Existing {
        /** It stays, and nothing is restored. */
        REFUSE,
        /** It is kept in its folder as {@code store.before-N}, and the restored one takes its place. */
        KEEP_ASIDE
    }

    /** What the backup has, into a folder without a database; settings from the environment. */
    public static RestoreOptions defaults() {
        return of(RemConfig.load());
    }

    /** The same with given settings. */
    public static RestoreOptions of(RemConfig config) {
        return new RestoreOptions(config, RestorePoint.BACKUP, config.backups().logArchive(), Existing.REFUSE);
    }

    /** The same up to another point. */
    public RestoreOptions to(RestorePoint to) {
        return new RestoreOptions(config, to, logArchive, existing);
    }

    /** The same with another archive of the log. */
    public RestoreOptions withLogArchive(Path logArchive) {
        return new RestoreOptions(config, to, logArchive, existing);
    }

    /** The same with another answer to a database that is there. */
    public RestoreOptions withExisting(Existing existing) {
        return new RestoreOptions(config, to, logArchive, existing);
    }
}

package io.remdb.spi;

import io.remdb.ConnectOptions;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.spi.replication.FormerStore;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication.ReplicaOf;
import java.nio.file.Path;
import java.util.Optional;

/** Opens databases; found by {@link java.util.ServiceLoader}. The one with the highest {@link #priority} that answers wins. */
public interface DatabaseProvider {
    /** Higher is asked first; the in-process engine has 0. */
    int priority();

    /** The database in this folder, or empty where this provider is not the one to open it. */
    Optional<RemDatabase> open(Path path, OpenOptions options);

    /**
     * Encrypts the database in this folder, which nobody has open.
     *
     * @return false where this provider is not the one to do it
     */
    default boolean encrypt(Path path, OpenOptions options, ProgressListener progress) {
        return false;
    }

    /**
     * Puts a copy of a primary's files, as {@link io.remdb.spi.replication.Replication#copyTo} makes it, in the place of those of the
     * database in this folder, which nobody has open; the database is the primary's replica then.
     *
     * @param copy a folder on the same file system, which is taken over
     * @return false where this provider is not the one to do it
     */
    default boolean replace(Path path, Path copy, RemConfig config, ReplicaOf primary, FormerStore former) {
        return false;
    }

    /**
     * Opens an encrypted replica for which no key is here: it stores what its primary sends, and reads nothing of it.
     *
     * @return empty where the database is something else, or this provider is not the one to open it
     */
    default Optional<ReplicatedDatabase> openSealed(Path path, RemConfig config) {
        return Optional.empty();
    }

    /** Who keeps backups of its databases, or empty where this provider makes none. */
    default Optional<BackupKeeper> backups() {
        return Optional.empty();
    }

    /** A database that lives in memory, or empty where this provider has none. */
    Optional<RemDatabase> openInMemory(OpenOptions options);

    /** The database of the server at an address, or empty where this provider connects to none. */
    default Optional<RemDatabase> connect(String address, ConnectOptions options) {
        return Optional.empty();
    }
}

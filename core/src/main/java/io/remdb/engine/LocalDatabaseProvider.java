package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.backup.FileWork;
import io.remdb.config.RemConfig;
import io.remdb.search.SearchSizes;
import io.remdb.spi.BackupKeeper;
import io.remdb.spi.DatabaseProvider;
import io.remdb.spi.replication.FormerStore;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.store.rocks.RocksStore;
import io.remdb.store.rocks.SealedCopy;
import java.nio.file.Path;
import java.util.Optional;

/** Opens a database in this process. */
public final class LocalDatabaseProvider implements DatabaseProvider {
    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<RemDatabase> open(Path path, OpenOptions options) {
        return Optional.of(open(path, options, SearchSizes.PRODUCTION));
    }

    static RemDatabase open(Path path, OpenOptions options, SearchSizes sizes) {
        DatabaseFolder folder = new DatabaseFolder(path);
        Archiving.requireOutside(path, options.config());
        StoreSwap.finishAll(folder);
        RocksStore store;
        try {
            folder.prepare(options.creation());
            store = openStore(folder, options);
        } catch (RemException e) {
            // Between two renames there is no store.
            throw StoreSwap.isUnderWay(folder) ? beingReplaced(path, e) : e;
        }
        BackupCreator.sweep(path);
        return new ObservedDatabase(LocalDatabase.over(store, path, folder.search(), options.config(), sizes));
    }

    private static RemException beingReplaced(Path path, RemException e) {
        return new RemException(ErrorCode.LOCKED, "The files of the database are being replaced", e)
                .with("path", path)
                .hint("Try again in a moment");
    }

    private static RocksStore openStore(DatabaseFolder folder, OpenOptions options) {
        OwnerFile owner = new OwnerFile(folder.path());
        try {
            RocksStore store = RocksStore.open(folder.store(), options.creation(), options.config(), options.keys());
            owner.write();
            return store;
        } catch (RemException e) {
            if (e.code() == ErrorCode.LOCKED) {
                owner.pid().ifPresent(pid -> e.with("pid", pid));
            }
            throw e;
        }
    }

    @Override
    public boolean encrypt(Path path, OpenOptions options, ProgressListener progress) {
        new DatabaseEncrypter(new DatabaseFolder(path)).encrypt(options, progress);
        return true;
    }

    @Override
    public boolean replace(Path path, Path copy, RemConfig config, ReplicaOf primary, FormerStore former) {
        DatabaseFolder folder = new DatabaseFolder(path);
        StoreSwap.finishAll(folder);
        StoreSwap swap = new StoreSwap(
                folder,
                switch (former) {
                    case OUTDATED -> StoreSwap.Reason.OUTDATED;
                    case KEPT -> StoreSwap.Reason.REPLACED;
                });
        RocksStore.whileLocked(folder.store(), () -> {
            RocksStore.makeReplica(copy, config, primary);
            swap.takeCopy(copy);
            swap.swap();
        });
        return true;
    }

    @Override
    public Optional<ReplicatedDatabase> openSealed(Path path, RemConfig config) {
        OwnerFile owner = new OwnerFile(path);
        return SealedCopy.open(new DatabaseFolder(path).store(), config).map(copy -> {
            owner.write();
            return SealedReplica.over(path, copy, owner);
        });
    }

    @Override
    public Optional<BackupKeeper> backups() {
        return Optional.of(new LocalBackups(FileWork.DISK));
    }

    @Override
    public Optional<RemDatabase> openInMemory(OpenOptions options) {
        return Optional.of(openInMemory(options, SearchSizes.PRODUCTION));
    }

    static RemDatabase openInMemory(OpenOptions options, SearchSizes sizes) {
        RocksStore store = RocksStore.openInMemory(options.config(), options.keys());
        return new ObservedDatabase(LocalDatabase.over(store, Path.of(""), null, options.config(), sizes));
    }
}

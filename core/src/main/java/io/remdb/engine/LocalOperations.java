package io.remdb.engine;

import io.remdb.Backup;
import io.remdb.ContentHash;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Verification;
import io.remdb.backup.FileWork;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;
import java.nio.file.Path;

/** Keeps a database in order that is open in this process. */
final class LocalOperations implements Operations {
    private final Store store;
    private final LiveCatalog catalog;
    private final Once<SearchIndex> search;
    private final BackupCreator backups;

    LocalOperations(Store store, LiveCatalog catalog, Once<SearchIndex> search, Path database) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
        this.backups = new BackupCreator(store, database, FileWork.DISK);
    }

    @Override
    public Verification verify(ProgressListener progress) {
        return new Verifier(store, catalog, search).verify(progress);
    }

    @Override
    public Backup backup(Path folder, ProgressListener progress) {
        return backups.create(folder, progress);
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        return new ContentHasher(store).hash(progress);
    }
}

package io.remdb.engine;

import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.ProgressListener;
import io.remdb.store.rocks.RocksStore;

/**
 * Encrypts a database that is there: an encrypted copy of the store is made beside it, compared, and put in its place ({@link StoreSwap});
 * then the former store and the search index go.
 */
final class DatabaseEncrypter {
    private final DatabaseFolder folder;
    private final StoreSwap swap;

    DatabaseEncrypter(DatabaseFolder folder) {
        this.folder = folder;
        this.swap = new StoreSwap(folder, StoreSwap.Reason.ENCRYPTED);
    }

    void encrypt(OpenOptions options, ProgressListener progress) {
        StoreSwap.finishAll(folder); // between two renames there is no store
        folder.prepare(Creation.NEVER);
        RocksStore.whileLocked(folder.store(), () -> {
            swap.deleteCopy();
            RocksStore.copyEncrypted(folder.store(), swap.copy(), options.config(), options.keys(), progress);
            swap.swap();
        });
    }
}

package io.remdb.engine;

import io.remdb.ContentHash;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Verification;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;

/** Keeps a database in order that is open in this process. */
final class LocalOperations implements Operations {
    private final Store store;
    private final LiveCatalog catalog;
    private final Once<SearchIndex> search;

    LocalOperations(Store store, LiveCatalog catalog, Once<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
    }

    @Override
    public Verification verify(ProgressListener progress) {
        return new Verifier(store, catalog, search).verify(progress);
    }

    @Override
    public ContentHash contentHash(ProgressListener progress) {
        return new ContentHasher(store).hash(progress);
    }
}

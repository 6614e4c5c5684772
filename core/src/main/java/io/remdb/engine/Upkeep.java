package io.remdb.engine;

import io.remdb.backup.FileWork;
import io.remdb.catalog.Catalog;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an open database in order, put together.
 *
 * @param operations when somebody asks
 * @param expiry by itself
 */
record Upkeep(LocalOperations operations, Expiry expiry) {
    /** For an index that is being built: closing waits for expiry. */
    private static final long EXPIRY_WAITS_MS = 1_000;

    /**
     * That of a database.
     *
     * @param path of the database
     * @param searchFolder null for a search index in memory
     */
    static Upkeep of(
            Store store,
            LiveCatalog catalog,
            Once<SearchIndex> search,
            Path path,
            @Nullable Path searchFolder,
            Checks checks,
            RowRemover rowRemover,
            Telemetry telemetry,
            Archiving archiving) {
        LocalOperations operations = new LocalOperations(
                store,
                catalog,
                checks,
                new Compactor(store, search, searchFolder),
                rowRemover,
                new StatisticsReader(store, catalog, search, searchFolder, telemetry, archiving),
                new BackupCreator(store, path, FileWork.DISK));
        // Without an order in the store's indexes, what has expired is asked of the search index, less often.
        Expiry expiry = new Expiry(
                catalog,
                readable(store, catalog, () -> search.get().within(EXPIRY_WAITS_MS))
                        .indexes(),
                rowRemover,
                hasOrder(store) ? Expiry.PAUSE : Expiry.SEALED_PAUSE);
        return new Upkeep(operations, expiry);
    }

    /** The store with indexes that can be read by ranges. */
    static Store readable(Store store, Catalog catalog, Supplier<SearchIndex> search) {
        return hasOrder(store)
                ? store
                : new StoreForSql(store, store.records(), new SearchedIndexes(store.indexes(), catalog, search));
    }

    private static boolean hasOrder(Store store) {
        return store.capabilities().has(Capability.ORDERED_INDEX_SCAN);
    }
}

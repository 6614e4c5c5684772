package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.store.Store;
import io.remdb.store.StoreSnapshot;

/** Checks a store with what is derived from its rows, without a search index: of one that was just made of the rows there is nothing to say. */
final class StoredRows {
    private final Store store;
    private final CheckedTables tables;

    StoredRows(Store store, EmbeddingModels models) {
        this.store = store;
        LiveCatalog catalog =
                new LiveCatalog(store.tables(), name -> SchemaRows.stored(store, SchemaRows.table(store), name));
        this.tables = CheckedTables.of(store, catalog, models);
    }

    Verification verify(ProgressListener progress) {
        CheckFindings findings = new CheckFindings(tables, Depth.DEEP, new SteadyProgress(progress));
        findings.findUnreadableSchemas();
        try (StoreSnapshot rows = store.snapshot()) {
            return findings.result(rows.verify(findings), 0);
        }
    }
}

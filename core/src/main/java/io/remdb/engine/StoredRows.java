package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.Verification;
import io.remdb.Verification.Finding;
import io.remdb.catalog.Catalog;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreContents;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a store with what is derived from its rows, without a search index: of one that was just made of the rows there is nothing to say. */
final class StoredRows {
    private final Store store;
    private final Catalog catalog;

    StoredRows(Store store) {
        this.store = store;
        this.catalog = new LiveCatalog(store.tables(), name -> SchemaRows.stored(store, SchemaRows.table(store), name));
    }

    Verification verify(ProgressListener progress) {
        Findings findings = new Findings(progress);
        StoreContents contents = store.verify(findings);
        return new Verification(
                contents.entities(),
                contents.edges(),
                contents.vectors(),
                contents.indexEntries(),
                contents.logEntries(),
                findings.kept,
                findings.count);
    }

    private final class Findings implements StoreCheck {
        private final ProgressListener progress;
        private final List<Finding> kept = new ArrayList<>();
        private long count;

        Findings(ProgressListener progress) {
            this.progress = progress;
        }

        @Override
        public Optional<Change.Derived> derived(StoredEntity entity) {
            return catalog.find(entity.table())
                    .filter(table -> !table.definition().incomplete())
                    .map(table -> Derivation.of(table, entity, entity.parseProperties()));
        }

        @Override
        public void found(String part, String what, String where) {
            if (kept.size() < Verification.MOST_FINDINGS) {
                kept.add(new Finding(part, what, where));
            }
            count++;
        }

        @Override
        public ProgressListener progress() {
            return progress;
        }
    }
}

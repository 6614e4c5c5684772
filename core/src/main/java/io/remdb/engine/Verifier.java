package io.remdb.engine;

import io.remdb.ProgressListener;
import io.remdb.Verification;
import io.remdb.Verification.Finding;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.CandidateFilter;
import io.remdb.search.SearchIndex;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreContents;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks a whole database: the store, what is derived from its rows, and that the search index has them. */
final class Verifier {
    private final Store store;
    private final Catalog catalog;
    private final Supplier<SearchIndex> search;

    Verifier(Store store, Catalog catalog, Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.search = search;
    }

    Verification verify(ProgressListener progress) {
        Findings findings = new Findings(progress);
        StoreContents contents = store.verify(findings);
        for (CatalogTable table : catalog.tables()) {
            long rows = store.records().counts(table.number()).live();
            long indexed = search.get().count(table, CandidateFilter.Everything.EVERYTHING);
            // Rows that are written meanwhile are in the one and not in the other.
            if (rows != indexed
                    && rows == store.records().counts(table.number()).live()) {
                findings.found(
                        "search",
                        "The search index has not as many rows as the table",
                        table.name() + ": " + indexed + " for " + rows);
            }
        }
        return new Verification(
                contents.entities(),
                contents.edges(),
                contents.vectors(),
                contents.indexEntries(),
                contents.logEntries(),
                findings.kept,
                findings.count);
    }

    /** What is found, as far as it is kept. */
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

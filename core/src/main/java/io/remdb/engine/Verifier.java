package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Verification;
import io.remdb.Verification.Depth;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.IndexCheck;
import io.remdb.search.SearchIndex;
import io.remdb.store.Store;
import io.remdb.store.StoreContents;
import io.remdb.store.StoreSnapshot;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Checks a whole database as it is at one moment: the store, what is derived from its rows, and the search index. Thread-safe. */
final class Verifier {
    /** The part of a finding that is about search indexes. */
    private static final String SEARCH = "search";

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final EmbeddingModels models;
    private final Supplier<SearchIndex> search;

    Verifier(Store store, LiveCatalog catalog, SchemaGate gate, EmbeddingModels models, Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.models = models;
        this.search = search;
    }

    /** Tables and rows of the same moment, to be closed. */
    record Moment(CheckedTables tables, StoreSnapshot rows) implements AutoCloseable {
        @Override
        public void close() {
            rows.close();
        }
    }

    /** This moment. */
    Moment moment() {
        return gate.writing(() -> new Moment(CheckedTables.of(store, catalog, models), store.snapshot()));
    }

    Verification verify(Depth depth, ProgressListener progress) {
        try (Moment moment = moment()) {
            CheckFindings findings = new CheckFindings(moment.tables(), depth, new SteadyProgress(progress));
            findings.findUnreadableSchemas();
            StoreContents contents = moment.rows().verify(findings);
            long indexed = 0;
            for (CatalogTable table : moment.tables().known()) {
                indexed += search(table, moment, findings);
            }
            return findings.result(contents, indexed);
        }
    }

    private long search(CatalogTable table, Moment moment, CheckFindings findings) {
        try {
            IndexCheck check = new IndexCheck(
                    findings.depth(),
                    (what, where) -> findings.found(SEARCH, what, "table " + table.name() + where),
                    findings.progress());
            return search.get().verify(table, moment.rows().records(), check);
        } catch (RemException e) {
            if (e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            if (catalog.isCurrent(table)) {
                findings.found(SEARCH, "The search index cannot be used", "table " + table.name() + ": " + e.text());
            }
            return 0;
        }
    }

    /** The tables whose search index is not as it should be. */
    Set<CatalogTable> withDamagedSearch(Depth depth, ProgressListener progress) {
        Set<CatalogTable> damaged = new HashSet<>();
        try (Moment moment = moment()) {
            for (CatalogTable table : moment.tables().known()) {
                CheckFindings findings = new CheckFindings(moment.tables(), depth, progress);
                var _ = search(table, moment, findings);
                if (!findings.isEmpty()) {
                    damaged.add(table);
                }
            }
        }
        return damaged;
    }
}

package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Repair;
import io.remdb.Repair.Mended;
import io.remdb.Verification.Depth;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.search.SearchIndex;
import io.remdb.store.RowParts;
import io.remdb.store.Store;
import io.remdb.store.StoreRepair;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Brings what is derived to what it is derived from, and checks everything afterwards. One at a time. Thread-safe. */
final class Repairer {
    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final EmbeddingModels models;
    private final VectorRepair vectors;
    private final Verifier verifier;
    private final Supplier<SearchIndex> search;
    private final ReentrantLock lock = new ReentrantLock();

    Repairer(
            Store store,
            LiveCatalog catalog,
            SchemaGate gate,
            EmbeddingModels models,
            VectorRepair vectors,
            Verifier verifier,
            Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.models = models;
        this.vectors = vectors;
        this.verifier = verifier;
        this.search = search;
    }

    Repair repair(ProgressListener progress) {
        return alone(() -> {
            Done done = new Done();
            ProgressListener steady = new SteadyProgress(progress);
            try {
                mendStore(done, steady);
                for (CatalogTable table : verifier.withDamagedSearch(Depth.DEEP, steady)) {
                    rebuild(table, done);
                }
                return new Repair(done.all(), verifier.verify(Depth.DEEP, steady));
            } catch (RemException e) {
                throw e.with("mended", done.count()); // which stays
            }
        });
    }

    private void rebuild(CatalogTable table, Done done) {
        try {
            search.get().rebuild(table, ProgressListener.NONE);
            done.add("search", "Search indexes were built anew", 1);
        } catch (RemException e) {
            if (e.code() != ErrorCode.CORRUPTED) {
                throw e;
            }
            // Of rows that are damaged none can be made: the check that follows says so.
        }
    }

    /**
     * Mends the index entries and keys of a table.
     *
     * @return how many
     */
    long mendIndexes(CatalogTable table) {
        return alone(() -> {
            Done done = new Done();
            try (Verifier.Moment moment = verifier.moment()) {
                Mending mending = new Mending(moment.tables(), ProgressListener.NONE, done);
                moment.rows().repairIndexes(table.number(), mending);
            }
            return done.count();
        });
    }

    private <T> T alone(Supplier<T> work) {
        if (!lock.tryLock()) {
            throw new RemException(ErrorCode.CONFLICT, "The database is being repaired already")
                    .hint("Wait until that has ended");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void mendStore(Done done, ProgressListener progress) {
        try (Verifier.Moment moment = verifier.moment()) {
            Mending mending = new Mending(moment.tables(), progress, done);
            var _ = moment.rows().repair(mending);
            mending.embed();
        }
    }

    /** What was done. */
    private static final class Done {
        private record Kind(String part, String what) {}

        private final Map<Kind, Long> counts = new LinkedHashMap<>();

        void add(String part, String what, long count) {
            if (count > 0) {
                counts.merge(new Kind(part, what), count, Long::sum);
            }
        }

        /** How much in all. */
        long count() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        List<Mended> all() {
            List<Mended> all = new ArrayList<>();
            counts.forEach((kind, count) -> all.add(new Mended(kind.part(), kind.what(), count)));
            return all;
        }
    }

    /** What the repair of the store asks for and tells. */
    private final class Mending extends CheckFindings implements StoreRepair {
        private static final int VECTORS_AT_ONCE = 256;

        private final Done done;
        private final List<VectorRepair.Missing> missing = new ArrayList<>();
        /** While no table is changed. */
        private @Nullable CheckedTables now;

        Mending(CheckedTables tables, ProgressListener progress, Done done) {
            super(tables, Depth.DEEP, progress);
            this.done = done;
        }

        @Override
        public Optional<RowParts> partsNow(StoredEntity row) {
            ObjectNode properties = row.parseProperties();
            CheckedTables tables = now != null ? now : CheckedTables.of(store, catalog, models);
            return tables.of(row).map(table -> tables.parts(table, row, properties));
        }

        @Override
        public void settled(Runnable work) {
            gate.writing(() -> {
                now = CheckedTables.of(store, catalog, models);
                try {
                    work.run();
                } finally {
                    now = null;
                }
                return true;
            });
        }

        @Override
        public void lacksVector(int table, UUID id, EmbeddingSlot slot) {
            missing.add(new VectorRepair.Missing(table, id, slot));
            if (missing.size() >= VECTORS_AT_ONCE) {
                embed();
            }
        }

        void embed() {
            done.add("embeddings", "Vectors were made anew", vectors.embed(missing));
            missing.clear();
        }

        @Override
        public void mended(String part, String what, long count) {
            done.add(part, what, count);
        }
    }
}

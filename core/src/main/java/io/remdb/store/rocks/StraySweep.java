package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.CommitResult;
import io.remdb.store.StoreUpkeep.StrayAction;
import io.remdb.store.StoreUpkeep.Strays;
import io.remdb.store.StoredEdge;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Goes over everything that belongs to a row, and looks whether there is that row. What is removed is looked at again when nothing else
 * is committed: a row may be written at any time. A row whose id alone is lost is there all the same: what belongs to it stays. Edges and vectors are removed as anybody's are, index entries as what is derived. One
 * thread, once.
 */
final class StraySweep {
    private static final int MOST_AT_ONCE = 1_000;
    private static final int ENTRIES_BETWEEN_REPORTS = 10_000;

    private final RocksHandle rocks;
    private final StoreState state;
    private final CommitPath commits;
    private final StrayAction action;
    private final ProgressListener progress;
    private long seen;
    private @Nullable UUID lastId;
    private boolean lastThere;

    StraySweep(RocksHandle rocks, StoreState state, CommitPath commits, StrayAction action, ProgressListener progress) {
        this.rocks = rocks;
        this.state = state;
        this.commits = commits;
        this.action = action;
        this.progress = progress;
    }

    /**
     * Something that belongs to no row.
     *
     * @param row that there is not
     * @param change what removes it; null for what is removed by its key alone
     * @param storedKey as RocksDB has it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stray(UUID row, @Nullable Change change, byte[] storedKey) {}

    Strays run() {
        // An edge without its source is seen from both ends, or from one.
        Set<Change> edges = new HashSet<>();
        sweep(Family.EDGES, (key, value) -> edge(EdgeCodec.forward(key, value), key, edges));
        long vectors = sweep(Family.EMBEDDINGS, StraySweep::vector);
        sweep(Family.EDGES_REVERSE, (key, value) -> edge(EdgeCodec.reverse(key, value), key, edges));
        long entries = sweepKeys(Family.INDEXES) + sweepKeys(Family.KEY_INDEX);
        return new Strays(edges.size(), vectors, entries);
    }

    private interface Reading {
        /** What this is if there is no such row. */
        Stray of(byte[] key, byte[] value);
    }

    private Stray edge(StoredEdge edge, byte[] key, Set<Change> found) {
        Change removal = new Change.RemoveEdge(edge.src(), edge.relType(), edge.dst());
        if (!isThere(edge.src())) {
            found.add(removal);
        }
        return new Stray(edge.src(), removal, key);
    }

    private static Stray vector(byte[] key, byte[] value) {
        EmbeddingSlot slot =
                key[Integer.BYTES] == KeyCodec.slot(EmbeddingSlot.MAIN) ? EmbeddingSlot.MAIN : EmbeddingSlot.ALT;
        UUID id = KeyCodec.embeddingId(key);
        return new Stray(id, new Change.RemoveEmbedding(Bytes.intAt(key, 0), id, slot), key);
    }

    private long sweep(Family family, Reading reading) {
        return each(family, (storedKey, storedValue) -> {
            StoreCipher.Entry entry = rocks.cipher().entry(family, storedKey, storedValue);
            return reading.of(entry.key(), entry.value());
        });
    }

    /** Of these an encrypted store does not know more than whose they are. */
    private long sweepKeys(Family family) {
        return each(family, (storedKey, _) -> new Stray(rocks.cipher().lastId(storedKey), null, storedKey));
    }

    private long each(Family family, Reading reading) {
        List<Stray> strays = new ArrayList<>();
        long found = 0;
        try (ReadOptions options = new ReadOptions().setFillCache(false);
                RocksIterator iterator = rocks.iterator(family, options)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                report();
                Stray stray = reading.of(iterator.key(), iterator.value());
                if (!isThere(stray.row())) {
                    strays.add(stray);
                    found++;
                }
                if (strays.size() == MOST_AT_ONCE) {
                    remove(family, strays);
                }
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
        remove(family, strays);
        return found;
    }

    private void report() {
        if (++seen % ENTRIES_BETWEEN_REPORTS == 0) {
            if (Thread.currentThread().isInterrupted() || rocks.gate().isClosing()) {
                throw new RemException(ErrorCode.CANCELLED, "The search for what belongs to no row was interrupted")
                        .hint("What was removed until then is removed; it can be run again at any time");
            }
            progress.progress(seen, -1);
        }
    }

    /** Most families have what belongs to one row side by side. */
    private boolean isThere(UUID id) {
        if (!id.equals(lastId)) {
            lastThere = isRow(id);
            lastId = id;
        }
        return lastThere;
    }

    private boolean isRow(UUID id) {
        return rocks.get(Family.IDS, KeyCodec.id(id)) != null
                || state.definitions().stream()
                        .anyMatch(table -> rocks.get(Family.ENTITIES, KeyCodec.entity(table.number(), id)) != null);
    }

    private void remove(Family family, List<Stray> strays) {
        if (action == StrayAction.REMOVE && !strays.isEmpty()) {
            if (strays.getFirst().change() == null) {
                commits.commitDerived(new EntryRemoval(family, strays));
            } else {
                commit(new ArrayList<>(strays));
            }
        }
        strays.clear();
    }

    /** Removes entries whose row there is still not. */
    private final class EntryRemoval implements DerivedWrites {
        private final Family family;
        private final List<Stray> strays;

        EntryRemoval(Family family, List<Stray> strays) {
            this.family = family;
            this.strays = strays;
        }

        @Override
        public void addTo(Batch batch) {
            for (Stray stray : strays) {
                if (!isRow(stray.row())) {
                    batch.deleteStored(family, stray.storedKey());
                }
            }
        }

        @Override
        public void written() {
            // Nothing of it is kept in memory.
        }
    }

    /** Those whose row was written meanwhile stay. */
    private void commit(List<Stray> strays) {
        while (!strays.isEmpty()) {
            List<Change> changes = new ArrayList<>();
            for (Stray stray : strays) {
                changes.add(new Change.RequireEntity(0, stray.row(), 0));
                if (stray.change() != null) {
                    changes.add(stray.change());
                }
            }
            switch (commits.commit(new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes))) {
                case CommitResult.Applied _ -> {
                    return;
                }
                case CommitResult.Conflict(UUID written) ->
                    strays.removeIf(stray -> stray.row().equals(written));
                case CommitResult.Unknown(String reason) ->
                    throw new RemException(ErrorCode.UNAVAILABLE, "It is not known whether the write took place")
                            .with("reason", reason)
                            .hint("Run it again");
            }
        }
    }
}

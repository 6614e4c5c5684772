package io.remdb.store.rocks;

import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.IndexEntry;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreContents;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * Reads everything that there is at one moment, and compares what is there twice: rows with the counters, ids, keys and index entries
 * that belong to them, edges from both ends, the log with its bounds. One thread, once.
 */
final class StoreVerifier {
    private static final long ENTRIES_BETWEEN_REPORTS = 10_000;

    private final RocksHandle rocks;
    private final StoreState state;
    private final StoreCheck check;
    private final ReadOptions reading;
    private final Meta.Head head;
    private final Map<Integer, TableDefinition> definitions = new HashMap<>();
    private final Map<Integer, long[]> counted = new HashMap<>();
    private long read;
    /** Entries that entities should have; not known once a table's cannot be told. */
    private long derived;

    private boolean derivedKnown = true;

    private StoreVerifier(
            RocksHandle rocks, StoreState state, StoreCheck check, Snapshot snapshot, ReadOptions reading) {
        this.rocks = rocks;
        this.state = state;
        this.check = check;
        this.reading = reading.setSnapshot(snapshot);
        this.head = state.head();
        state.definitions().forEach(definition -> definitions.put(definition.number(), definition));
    }

    /** Checks all of it; what is wrong is told to {@code check}. */
    static StoreContents verify(RocksHandle rocks, StoreState state, StoreCheck check) {
        Snapshot snapshot = rocks.db().getSnapshot();
        try (ReadOptions reading = new ReadOptions()) {
            return new StoreVerifier(rocks, state, check, snapshot, reading).run();
        } finally {
            rocks.db().releaseSnapshot(snapshot);
        }
    }

    private interface Visitor {
        void visit(byte[] key, byte[] value);
    }

    private StoreContents run() {
        each(Family.META, (_, _) -> {});
        long entities = each(Family.ENTITIES, this::entity);
        long ids = each(Family.IDS, (_, _) -> {});
        if (ids != entities) {
            check.found(Family.IDS.familyName(), "There are not as many ids as rows", ids + " for " + entities);
        }
        counted.forEach(this::compareCounts);
        long edges = each(Family.EDGES, this::edge);
        long reverse = each(Family.EDGES_REVERSE, (_, _) -> {});
        if (edges != reverse) {
            check.found(
                    Family.EDGES_REVERSE.familyName(),
                    "There are not as many edges from their targets as from their sources",
                    reverse + " for " + edges);
        }
        long vectors = each(Family.EMBEDDINGS, this::vector);
        long entries = each(Family.INDEXES, (_, _) -> {}) + each(Family.KEY_INDEX, (_, _) -> {});
        if (derivedKnown && entries != derived) {
            check.found(
                    Family.INDEXES.familyName(),
                    "There are not as many index entries and keys as the rows have",
                    entries + " for " + derived);
        }
        return new StoreContents(entities, edges, vectors, entries, log());
    }

    /** Reads a family to its end; what does not open is told and passed over. */
    private long each(Family family, Visitor visitor) {
        long count = 0;
        try (RocksIterator iterator = rocks.iterator(family, reading)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                count++;
                visit(family, iterator.key(), iterator.value(), visitor);
                if (++read % ENTRIES_BETWEEN_REPORTS == 0) {
                    check.progress().progress(read, -1);
                }
            }
            iterator.status();
        } catch (RocksDBException e) {
            check.found(family.familyName(), "A file cannot be read to its end", String.valueOf(e.getMessage()));
        }
        return count;
    }

    private void visit(Family family, byte[] key, byte[] value, Visitor visitor) {
        try {
            StoreCipher.Entry entry = rocks.cipher().entry(family, key, value);
            visitor.visit(entry.key(), entry.value());
        } catch (RemException e) {
            check.found(family.familyName(), e.text(), HexFormat.of().formatHex(key));
        }
    }

    private void entity(byte[] key, byte[] value) {
        int table = Bytes.intAt(key, 0);
        UUID id = KeyCodec.entityId(key);
        StoredEntity entity = EntityCodec.decode(table, id, value);
        counted.computeIfAbsent(table, _ -> new long[2])[entity.deleted() ? 1 : 0]++;
        if (!definitions.containsKey(table)) {
            check.found(Family.ENTITIES.familyName(), "A row is in a table that there is not", place(table, id));
        }
        if (entity.version() > head.sequence()) {
            check.found(Family.ENTITIES.familyName(), "A row is newer than the log", place(table, id));
        }
        byte[] home = get(Family.IDS, KeyCodec.id(id));
        if (home == null || Bytes.intAt(home, 0) != table) {
            check.found(Family.IDS.familyName(), "The id of a row is missing or leads elsewhere", place(table, id));
        }
        Optional<Change.Derived> expected = check.derived(entity);
        if (expected.isEmpty()) {
            derivedKnown = false;
        } else {
            derived(entity, expected.get());
        }
    }

    private void derived(StoredEntity entity, Change.Derived expected) {
        derived += expected.indexEntries().size() + expected.keys().size();
        for (IndexEntry entry : expected.indexEntries()) {
            byte[] flags =
                    get(Family.INDEXES, KeyCodec.index(entity.table(), entry.field(), entry.value(), entity.id()));
            if (flags == null || UnitWriter.isDeleted(flags) != entity.deleted()) {
                check.found(
                        Family.INDEXES.familyName(),
                        "An index does not have a row as it is",
                        place(entity.table(), entity.id()) + " field " + entry.field());
            }
        }
        for (String key : expected.keys()) {
            byte[] table = get(Family.KEY_INDEX, KeyCodec.lookup(key, entity.id()));
            if (table == null || Bytes.intAt(table, 0) != entity.table()) {
                check.found(
                        Family.KEY_INDEX.familyName(),
                        "A row is not found by its key",
                        place(entity.table(), entity.id()));
            }
        }
    }

    private void compareCounts(int table, long[] found) {
        Meta.TableStats stats = state.stats(table);
        // Of a moment a little later than the snapshot, where somebody writes meanwhile.
        if (state.head().equals(head) && (stats.live() != found[0] || stats.deleted() != found[1])) {
            check.found(
                    Family.META.familyName(),
                    "The counters of a table are not those of its rows",
                    "table " + table + ": " + stats.live() + " and " + stats.deleted() + " for " + found[0] + " and "
                            + found[1]);
        }
    }

    private void edge(byte[] key, byte[] value) {
        StoredEdge edge = EdgeCodec.forward(key, value);
        byte[] other = get(Family.EDGES_REVERSE, KeyCodec.edge(edge.dst(), edge.relType(), edge.src()));
        if (other == null || !Arrays.equals(other, value)) {
            check.found(
                    Family.EDGES_REVERSE.familyName(),
                    "An edge is not the same from both ends",
                    edge.src() + " -> " + edge.dst());
        }
        if (get(Family.IDS, KeyCodec.id(edge.src())) == null) {
            check.found(
                    Family.EDGES.familyName(),
                    "An edge starts at a row that there is not",
                    edge.src().toString());
        }
    }

    private void vector(byte[] key, byte[] value) {
        int table = Bytes.intAt(key, 0);
        UUID id = KeyCodec.embeddingId(key);
        EmbeddingSlot slot =
                key[Integer.BYTES] == KeyCodec.slot(EmbeddingSlot.MAIN) ? EmbeddingSlot.MAIN : EmbeddingSlot.ALT;
        TableDefinition definition = definitions.get(table);
        TableDefinition.Vectors vectors = definition == null
                ? null
                : switch (slot) {
                    case MAIN -> definition.main();
                    case ALT -> definition.alternative();
                };
        boolean building = vectors != null && vectors.building();
        if (vectors == null || (!building && value.length != vectors.dimension() * Float.BYTES)) {
            check.found(Family.EMBEDDINGS.familyName(), "A vector is not of its table's model", place(table, id));
        }
        if (get(Family.ENTITIES, KeyCodec.entity(table, id)) == null) {
            check.found(Family.EMBEDDINGS.familyName(), "A vector belongs to no row", place(table, id));
        }
    }

    private long log() {
        long[] next = {state.oldestSequence()};
        long count = each(Family.WAL, (key, value) -> {
            long sequence = KeyCodec.logSequence(key);
            LogCodec.decode(sequence, value);
            if (sequence != next[0] && sequence >= state.oldestSequence()) {
                check.found(
                        Family.WAL.familyName(), "Entries of the log are missing", next[0] + " to " + (sequence - 1));
            }
            next[0] = sequence + 1;
        });
        if (next[0] <= head.sequence()) {
            check.found(Family.WAL.familyName(), "The end of the log is missing", "from " + next[0]);
        }
        return count;
    }

    private byte @Nullable [] get(Family family, byte[] key) {
        byte[] storedKey = rocks.cipher().key(family, key);
        try {
            byte[] stored = rocks.db().get(rocks.family(family), reading, storedKey);
            return stored == null ? null : rocks.cipher().open(family, storedKey, stored);
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        } catch (RemException e) {
            return null; // told where its own family is read
        }
    }

    private static String place(int table, UUID id) {
        return "table " + table + ", row " + id;
    }
}

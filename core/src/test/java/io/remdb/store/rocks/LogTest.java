package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.FIELD;
import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.edge;
import static io.remdb.store.rocks.StoreFixture.entity;
import static io.remdb.store.rocks.StoreFixture.insert;
import static io.remdb.store.rocks.StoreFixture.tryCommit;
import static io.remdb.store.rocks.StoreFixture.update;
import static io.remdb.store.rocks.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.Cursor;
import io.remdb.store.IndexEntry;
import io.remdb.store.LogEntry;
import io.remdb.store.LogStore;
import io.remdb.store.RowChanges;
import io.remdb.store.RowChanges.Fate;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final Wal SMALL = new Wal(true, WalSync.INTERVAL, 1000, 1, 24);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();

    private RocksStore open(Wal log) {
        return RocksStore.open(folder, Creation.IF_MISSING, config(log), now::get);
    }

    @Test
    void tellsFollowersEveryChangeAsItWasCommitted() {
        TableDefinition definition = new TableDefinition(7, "articles", Map.of("category", 16, "größe", 17));
        try (RocksStore store = open(StoreFixture.LOG)) {
            long first = commit(store, new Change.DefineTable(definition), insert(a, "{\"x\":\"ä\"}"), insert(b, "{}"));
            commit(
                    store,
                    new Change.PutEntity(entity(a, "{}", 3), first, Derived.NONE, Derived.NONE),
                    new Change.PutEdge(edge(a, "knows\0\uD800", b)),
                    new Change.RemoveEdge(b, "likes", a),
                    new Change.PutEmbedding(TABLE, a, EmbeddingSlot.ALT, new float[] {1, -2.5f}),
                    new Change.RemoveEmbedding(TABLE, b, EmbeddingSlot.MAIN),
                    new Change.RemoveEntity(TABLE, b, first, Derived.NONE, false),
                    new Change.PutIndexEntries(TABLE, a, first, true, List.of(new IndexEntry(FIELD, whole(1)))),
                    new Change.DropEmbeddings(7, EmbeddingSlot.ALT),
                    new Change.DropIndex(TABLE, FIELD),
                    new Change.DropTable(7));

            List<LogEntry> entries = drain(store.log().read(1));

            assertThat(entries).map(LogEntry::sequence).containsExactly(1L, 2L);
            assertThat(drain(store.log().readRows(1)))
                    .containsExactly(
                            new RowChanges(
                                    1,
                                    List.of(
                                            new RowChanges.Row(TABLE, a, Fate.MADE),
                                            new RowChanges.Row(TABLE, b, Fate.MADE))),
                            new RowChanges(
                                    2,
                                    List.of(
                                            new RowChanges.Row(TABLE, a, Fate.CHANGED),
                                            new RowChanges.Row(TABLE, a, Fate.CHANGED),
                                            new RowChanges.Row(TABLE, b, Fate.CHANGED),
                                            new RowChanges.Row(TABLE, b, Fate.GONE))));
            assertThat(entries)
                    .map(LogEntry::committedAtMicros)
                    .containsOnly(now.get().toEpochMilli() * 1000);
            assertThat(entries.get(0).changes().getFirst()).isEqualTo(new Change.DefineTable(definition));
            assertThat(entries.get(1).changes())
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(
                            new Change.PutEntity(versioned(2), first, Derived.NONE, Derived.NONE),
                            new Change.PutEdge(edge(a, "knows\0\uD800", b)),
                            new Change.RemoveEdge(b, "likes", a),
                            new Change.PutEmbedding(TABLE, a, EmbeddingSlot.ALT, new float[] {1, -2.5f}),
                            new Change.RemoveEmbedding(TABLE, b, EmbeddingSlot.MAIN),
                            new Change.RemoveEntity(TABLE, b, first, Derived.NONE, false),
                            new Change.DropEmbeddings(7, EmbeddingSlot.ALT),
                            new Change.DropIndex(TABLE, FIELD),
                            new Change.DropTable(7)));
            assertThat(drain(store.log().read(2))).hasSize(1);
            assertThat(drain(store.log().read(3))).isEmpty();
        }
    }

    private StoredEntity versioned(long version) {
        return new StoredEntity(TABLE, a, version, 1000, 2000, 3, new byte[] {'{', '}'});
    }

    @Test
    void knowsTheLastChangeOfEachTable() {
        try (RocksStore store = open(StoreFixture.LOG)) {
            assertThat(store.log().lastChange(TABLE)).isZero();
            long first = commit(store, insert(a, "{}"));
            commit(store, new Change.PutEdge(edge(a, "knows", b)));
            assertThat(store.log().lastChange(TABLE)).isEqualTo(first);
            long vector = commit(store, new Change.PutEmbedding(TABLE, a, EmbeddingSlot.MAIN, new float[] {1}));
            assertThat(store.log().lastChange(TABLE)).isEqualTo(vector);
            assertThat(store.log().lastChange(TABLE + 1)).isZero();
        }
        try (RocksStore store = open(StoreFixture.LOG)) {
            assertThat(store.log().lastChange(TABLE)).isEqualTo(3);
        }
    }

    @Test
    void callsListenersOnceTheirEntryCanBeRead() {
        try (RocksStore store = open(StoreFixture.LOG)) {
            Logger.getLogger(Listeners.class.getName()).setLevel(Level.OFF);
            List<Long> heard = Collections.synchronizedList(new ArrayList<>());
            store.log().onCommit(_ -> {
                throw new IllegalStateException("a listener that fails does not undo the commit");
            });
            store.log()
                    .onCommit(sequence -> heard.add(
                            drain(store.log().read(sequence)).getFirst().sequence()));

            long first = commit(store, insert(a, "{}"));
            tryCommit(store, insert(a, "{}"));
            long second = commit(store, update(a, first, "{}"));

            assertThat(heard).containsExactly(first, second);
        }
    }

    @Test
    void trimsToTheConfiguredSizeAcrossReopen() {
        try (RocksStore store = open(SMALL)) {
            fill(store, 40);
        }
        try (RocksStore store = open(SMALL)) {
            store.log().trim();
            long oldest = store.log().oldestSequence();
            assertThat(oldest).isBetween(20L, 40L);
            assertThat(drain(store.log().read(oldest))).hasSize((int) (41 - oldest));
            assertNotFound(store.log(), oldest - 1);
            assertThat(drain(store.records().scan(TABLE, null))).hasSize(40);
        }
        try (RocksStore store = open(SMALL)) {
            assertThat(store.log().oldestSequence()).isGreaterThan(20);
            assertThat(commit(store, insert(a, "{}"))).isEqualTo(41);
        }
    }

    @Test
    void neverTrimsWhatAFollowerHasNotApplied() {
        try (RocksStore store = open(SMALL)) {
            store.log().holdFor("search", 0);
            store.log().holdFor("replica", 35);
            fill(store, 40);
            store.log().trim();
            assertThat(store.log().oldestSequence()).isEqualTo(1);

            store.log().holdFor("search", 10);
            store.log().trim();
            assertThat(store.log().oldestSequence()).isBetween(5L, 11L);
            assertThat(drain(store.log().read(11)).getFirst().sequence()).isEqualTo(11);
        }
    }

    @Test
    void leavesItToThePrimaryToTrimAReplica() {
        try (RocksStore store = open(SMALL)) {
            store.log().holdFor("search", 0);
            fill(store, 40);
        }
        RocksStore.makeReplica(folder, StoreFixture.config(), new ReplicaOf("primary:50051"));
        try (RocksStore replica = open(SMALL)) {
            replica.log().trim();
            assertThat(replica.log().oldestSequence()).isEqualTo(1);

            replica.replication().orElseThrow().promote();
            replica.log().trim();
            assertThat(replica.log().oldestSequence()).isGreaterThan(20);
        }
    }

    @Test
    void trimsByAge() {
        try (RocksStore store = open(StoreFixture.LOG)) {
            commit(store, insert(a, "{}"));
            now.set(now.get().plus(Duration.ofHours(20)));
            commit(store, insert(b, "{}"));
            store.log().trim();
            assertThat(store.log().oldestSequence()).isEqualTo(1);

            now.set(now.get().plus(Duration.ofHours(26)));
            commit(store, insert(UUID.randomUUID(), "{}"));
            store.log().trim();
            assertThat(store.log().oldestSequence()).isEqualTo(3);
            assertThat(drain(store.log().read(3))).hasSize(1);
        }
    }

    @Test
    void aLogThatIsSwitchedOffKeepsOnlyWhatFollowersLack() {
        Wal off = new Wal(false, WalSync.INTERVAL, 1000, 100, 24);
        try (RocksStore store = open(off)) {
            long first = commit(store, insert(a, "{}"));
            store.log().holdFor("search", first);
            long second = commit(store, insert(b, "{}"));
            store.log().trim();
            assertThat(drain(store.log().read(second))).hasSize(1);
            assertNotFound(store.log(), first);

            store.log().holdFor("search", second);
            store.log().trim();
            assertThat(store.log().oldestSequence()).isEqualTo(store.log().lastSequence() + 1);
            assertThat(drain(store.log().read(second + 1))).isEmpty();
        }
        try (RocksStore store = open(off)) {
            assertThat(store.log().lastSequence()).isEqualTo(2);
            assertThat(store.log().oldestSequence()).isEqualTo(3);
        }
    }

    @Test
    void aReaderKeepsWhatIsTrimmedUnderIt() {
        try (RocksStore store = open(SMALL)) {
            store.log().holdFor("reader", 0);
            fill(store, 40);
            try (Cursor<LogEntry> cursor = store.log().read(1)) {
                assertThat(cursor.next().sequence()).isEqualTo(1);
                store.log().holdFor("reader", 40);
                store.log().trim();
                assertThat(store.log().oldestSequence()).isGreaterThan(1);
                long expected = 2;
                while (cursor.hasNext()) {
                    assertThat(cursor.next().sequence()).isEqualTo(expected++);
                }
                assertThat(expected).isEqualTo(41);
            }
        }
    }

    private static void assertNotFound(LogStore log, long from) {
        assertThatThrownBy(() -> log.read(from))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    /** Entries of some 50 KB each that do not compress. */
    private static void fill(RocksStore store, int entries) {
        Random random = new Random(7);
        for (int i = 0; i < entries; i++) {
            StringBuilder json = new StringBuilder("{\"x\":\"");
            for (int n = 0; n < 50_000; n++) {
                json.append((char) ('a' + random.nextInt(26)));
            }
            commit(store, insert(UUID.randomUUID(), json.append("\"}").toString()));
        }
    }
}

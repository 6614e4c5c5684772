package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.FIELD;
import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.edge;
import static io.remdb.store.rocks.StoreFixture.insert;
import static io.remdb.store.rocks.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexEntry;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import io.remdb.store.TableDefinition;
import io.remdb.store.TableDefinition.Rekeying;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class OpenAndCloseTest {
    private static final TableDefinition ARTICLES = new TableDefinition(TABLE, "articles", Map.of("category", FIELD));

    @TempDir
    Path temp;

    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();

    @Test
    void keepsEverythingAcrossReopen() {
        UUID databaseId;
        try (RocksStore store = open()) {
            databaseId = store.databaseId();
            Derived derived = new Derived(List.of(new IndexEntry(FIELD, text("x"))), List.of("key"));
            commit(
                    store,
                    new Change.DefineTable(ARTICLES),
                    insert(a, derived),
                    new Change.PutEdge(edge(a, "knows", b)),
                    new Change.PutEmbedding(TABLE, a, EmbeddingSlot.MAIN, new float[] {1, 2}));
        }
        try (RocksStore store = open()) {
            assertThat(store.databaseId()).isEqualTo(databaseId);
            assertThat(store.formatVersion()).isEqualTo(5);
            assertThat(store.tables()).containsExactly(ARTICLES);
            assertThat(store.records().get(TABLE, a)).isPresent();
            assertThat(store.records().counts(TABLE)).isEqualTo(new TableCounts(1, 0));
            assertThat(store.records().embedding(TABLE, a, EmbeddingSlot.MAIN)).isPresent();
            assertThat(drain(store.records().edgesTo(b, null))).hasSize(1);
            assertThat(drain(store.indexes().byKey("key"))).hasSize(1);
            assertThat(drain(store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING)))
                    .hasSize(1);
            assertThat(store.log().lastSequence()).isEqualTo(1);
            assertThat(commit(store, insert(b, "{}"))).isEqualTo(2);
        }
    }

    @Test
    void keepsMoreThanFitsInMemoryAcrossReopen() {
        int rows = 2000;
        try (RocksStore store = open()) {
            for (int start = 0; start < rows; start += 500) {
                List<Change> changes = new ArrayList<>();
                for (int i = start; i < start + 500; i++) {
                    changes.add(insert(
                            new UUID(i, i),
                            "{\"x\":\"" + UUID.randomUUID().toString().repeat(300) + "\"}"));
                }
                commit(store, changes.toArray(Change[]::new));
            }
        }
        try (RocksStore store = open()) {
            assertThat(drain(store.records().scan(TABLE, null))).hasSize(rows);
            assertThat(store.records().getAll(TABLE, List.of(new UUID(0, 0), new UUID(1999, 1999))))
                    .doesNotContainNull();
        }
    }

    @Test
    void dropsATableOnlyWhenItIsEmpty() {
        try (RocksStore store = open()) {
            long version = commit(store, new Change.DefineTable(ARTICLES), insert(a, "{}"));

            assertFails(() -> commit(store, new Change.DropTable(TABLE)), ErrorCode.TABLE_NOT_EMPTY);
            assertThat(store.tables()).containsExactly(ARTICLES);

            commit(store, new Change.RemoveEntity(TABLE, a, version, Derived.NONE, false), new Change.DropTable(TABLE));
            assertThat(store.tables()).isEmpty();
        }
        try (RocksStore store = open()) {
            assertThat(store.tables()).isEmpty();
            assertThat(store.log().lastSequence()).isEqualTo(2);
        }
    }

    @Test
    void refusesAFolderWithoutADatabaseUnlessAskedToCreateOne() throws IOException {
        assertFails(() -> RocksStore.open(folder(), Creation.NEVER, config()), ErrorCode.NOT_A_DATABASE);
        assertThat(folder()).doesNotExist();
        Files.createDirectories(folder());
        assertFails(() -> RocksStore.open(folder(), Creation.NEVER, config()), ErrorCode.NOT_A_DATABASE);
        open().close();
        RocksStore.open(folder(), Creation.NEVER, config()).close();
    }

    @Test
    void refusesWhatIsNotOurs() throws IOException, RocksDBException {
        Path file = Files.writeString(temp.resolve("file"), "text");
        assertFails(() -> RocksStore.open(file, Creation.IF_MISSING, config()), ErrorCode.NOT_A_DATABASE);

        Path photos = Files.createDirectories(temp.resolve("photos"));
        Files.writeString(photos.resolve("cat.jpg"), "miaow");
        assertFails(() -> RocksStore.open(photos, Creation.IF_MISSING, config()), ErrorCode.NOT_A_DATABASE);
        assertThat(photos).isDirectoryContaining("glob:**cat.jpg").isDirectoryNotContaining("glob:**LOCK");

        Path other = temp.resolve("other");
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB rocks = RocksDB.open(options, other.toString())) {
            rocks.put(new byte[] {1}, new byte[] {2});
        }
        assertFails(() -> RocksStore.open(other, Creation.IF_MISSING, config()), ErrorCode.NOT_A_DATABASE);
    }

    @Test
    void finishesACreationThatWasInterrupted() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("LOCK"), "");
        Files.writeString(folder().resolve("MANIFEST-000001"), "half");
        open().close();
        RocksStore.open(folder(), Creation.NEVER, config()).close();
    }

    @Test
    void refusesAFormatOfAnotherVersion() {
        open().close();
        RocksHandle rocks = StoreOpener.open(folder(), Creation.NEVER, config());
        Batch batch = new Batch(rocks);
        batch.put(Family.META, Meta.FORMAT, Meta.number(99));
        rocks.write(batch);
        rocks.close();

        assertThatThrownBy(this::open).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
            assertThat(e.details())
                    .containsEntry("found", "99")
                    .containsEntry("supported", "1 to " + Meta.FORMAT_VERSION);
        });
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT));
    }

    @Test
    void readsADatabaseOfTheFirstFormatAndMakesItOneOfThePresent() {
        open().close();
        RocksHandle rocks = StoreOpener.open(folder(), Creation.NEVER, config());
        Batch batch = new Batch(rocks);
        batch.put(Family.META, Meta.FORMAT, Meta.number(1));
        batch.put(Family.META, Meta.tableKey(7), """
                {"number":7,"name":"old","fields":{"category":16,"year":17},"building":["year"],"embedding":{"model":"words:64",\
                "dimension":64,"building":true}}""".getBytes(StandardCharsets.UTF_8));
        rocks.write(batch);
        rocks.close();

        for (int open = 0; open < 2; open++) {
            try (RocksStore store = open()) {
                assertThat(store.formatVersion()).isEqualTo(5);
                assertThat(store.tables())
                        .containsExactly(new TableDefinition(
                                7,
                                "old",
                                Map.of("category", 16, "year", 17),
                                Set.of("year"),
                                new TableDefinition.Vectors("words:64", 64, true),
                                null));
            }
        }
        rocks = StoreOpener.open(folder(), Creation.NEVER, config());
        assertThat(rocks.get(Family.META, Meta.FORMAT)).isEqualTo(Meta.number(Meta.FORMAT_VERSION));
        rocks.close();
    }

    @Test
    void keepsTheMarksOfATableThatIsBeingChangedOrRemoved() {
        TableDefinition rekeying = new TableDefinition(
                TABLE,
                "articles",
                Map.of("title", 16),
                18,
                Set.of(),
                null,
                null,
                new Rekeying(Set.of("title", "code")),
                false);
        try (RocksStore store = open()) {
            commit(store, new Change.DefineTable(rekeying));
        }
        try (RocksStore store = open()) {
            assertThat(store.tables()).containsExactly(rekeying);
            commit(store, new Change.DefineTable(rekeying.beingRemoved()));
        }
        try (RocksStore store = open()) {
            assertThat(store.tables()).containsExactly(rekeying.beingRemoved());
            assertThat(rekeying.incomplete()).isTrue();
            assertThat(rekeying.completed().incomplete()).isFalse();
        }
    }

    @Test
    void isLockedWhileItIsOpen() {
        try (RocksStore store = open()) {
            assertFails(this::open, ErrorCode.LOCKED);
            commit(store, insert(a, "{}"));
        }
        open().close();
    }

    @Test
    void everyCallAfterCloseFailsAndClosingAgainDoesNothing() {
        RocksStore store = open();
        commit(store, insert(a, "{}"), insert(b, "{}"));
        Cursor<StoredEntity> cursor = store.records().scan(TABLE, null);
        cursor.next();
        store.close();
        store.close();

        assertFails(cursor::hasNext, ErrorCode.CLOSED);
        cursor.close();
        List<ThrowingCallable> calls = List.of(
                store::tables,
                store::sync,
                () -> store.records().get(TABLE, a),
                () -> store.records().getAll(TABLE, List.of(a)),
                () -> store.records().tableOf(a),
                () -> store.records().scan(TABLE, null),
                () -> store.records().embedding(TABLE, a, EmbeddingSlot.MAIN),
                () -> store.records().embeddings(TABLE, EmbeddingSlot.MAIN, List.of(a)),
                () -> store.records().scanEmbeddings(TABLE, EmbeddingSlot.MAIN),
                () -> store.records().edgesFrom(a, null),
                () -> store.records().edgesTo(a, "x"),
                () -> store.records().counts(TABLE),
                () -> commit(store, insert(UUID.randomUUID(), "{}")),
                () -> store.indexes().byKey("x"),
                () -> store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING),
                () -> store.indexes().estimate(TABLE, FIELD, FieldRange.ALL),
                () -> store.log().lastSequence(),
                () -> store.log().oldestSequence(),
                () -> store.log().read(1),
                () -> store.log().lastChange(TABLE),
                () -> store.log().trim());
        for (ThrowingCallable call : calls) {
            assertFails(call, ErrorCode.CLOSED);
        }
    }

    @Test
    void closesUnderRunningReadersWithoutHarm() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            RocksStore store = RocksStore.openInMemory(config());
            commit(store, insert(a, "{}"), insert(b, "{}"));
            List<Throwable> unexpected = new ArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(Thread.ofPlatform().start(() -> {
                    try {
                        while (true) {
                            store.records().get(TABLE, a);
                            drain(store.records().scan(TABLE, null));
                        }
                    } catch (RemException e) {
                        if (e.code() != ErrorCode.CLOSED) {
                            synchronized (unexpected) {
                                unexpected.add(e);
                            }
                        }
                    }
                }));
            }
            commit(store, insert(UUID.randomUUID(), "{}"));
            store.close();
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(unexpected).isEmpty();
        }
    }

    @Test
    void saysWhatItCanDo() {
        try (RocksStore store = RocksStore.openInMemory(config())) {
            for (Capability capability : Capability.values()) {
                assertThat(store.capabilities().has(capability)).isTrue();
            }
        }
    }

    @Test
    void syncsEachCommitWhenAskedTo() {
        Wal always = new Wal(true, WalSync.ALWAYS, 1000, 100, 24);
        try (RocksStore store = RocksStore.open(folder(), Creation.IF_MISSING, config(always))) {
            assertThat(commit(store, insert(a, "{}"))).isEqualTo(1);
            store.sync();
            assertThat(store.records().get(TABLE, a)).isPresent();
        }
    }

    private Path folder() {
        return temp.resolve("db").resolve("store");
    }

    private RocksStore open() {
        return StoreFixture.open(folder());
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.FIELD;
import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.edge;
import static io.remdb.store.rocks.StoreFixture.entity;
import static io.remdb.store.rocks.StoreFixture.indexed;
import static io.remdb.store.rocks.StoreFixture.json;
import static io.remdb.store.rocks.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.Keyring;
import io.remdb.crypto.TestKeys;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.RowParts;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.StoreCheck;
import io.remdb.store.StoreEncryption;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What an encrypted store keeps, and what it makes of what somebody else has written to its files. */
class SealingTest {
    private static final UUID ANN = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID BOB = UUID.fromString("00000000-0000-4000-8000-000000000002");

    @TempDir
    Path folder;

    @Test
    void opensWithTheKeyAndNotWithoutOne() {
        try (RocksStore store = open()) {
            commit(store, StoreFixture.insert(ANN, "{\"name\":\"ann\"}"));
        }

        assertFails(() -> RocksStore.open(folder(), Creation.NEVER, config(), KeySource.NONE), ErrorCode.SEALED);

        try (RocksStore store = open()) {
            assertThat(store.records().get(TABLE, ANN))
                    .hasValueSatisfying(row -> assertThat(json(row)).isEqualTo("{\"name\":\"ann\"}"));
        }
    }

    @Test
    void findsByValueButHasNoOrder() {
        try (RocksStore store = open()) {
            commit(store, StoreFixture.insert(ANN, indexed(whole(5))), StoreFixture.insert(BOB, indexed(whole(6))));

            FieldRange five = FieldRange.equalTo(whole(5));
            assertThat(StoreFixture.drain(store.indexes().range(TABLE, FIELD, five, Direction.DESCENDING)))
                    .singleElement()
                    .satisfies(hit -> assertThat(hit.id()).isEqualTo(ANN))
                    .satisfies(hit -> assertThat(hit.value()).isEqualTo(whole(5)));
            assertThat(store.indexes().estimate(TABLE, FIELD, five)).isEqualTo(1);
            assertThat(store.indexes().canRead(FieldRange.ALL, false)).isFalse();
            assertThat(store.capabilities().has(Capability.ORDERED_INDEX_SCAN)).isFalse();
            assertFails(
                    () -> store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING),
                    ErrorCode.UNSUPPORTED);
        }
    }

    @Test
    void aValueThatIsMovedToAnotherRowDoesNotOpen() throws Exception {
        try (RocksStore store = open()) {
            commit(
                    store,
                    StoreFixture.insert(ANN, "{\"name\":\"ann\"}"),
                    StoreFixture.insert(BOB, "{\"name\":\"bob\"}"));
        }

        change("entities", (rocks, family, rows) -> {
            rocks.put(family, rows.get(0).key(), rows.get(1).value());
            rocks.put(family, rows.get(1).key(), rows.get(0).value());
        });

        try (RocksStore store = open()) {
            assertFails(() -> store.records().get(TABLE, ANN), ErrorCode.CORRUPTED);
            assertFails(() -> store.records().getAll(TABLE, List.of(BOB)), ErrorCode.CORRUPTED);
            assertThat(findings(store)).contains("entities");
        }
    }

    @Test
    void anEdgeThatIsMovedToTheOtherFamilyDoesNotOpen() throws Exception {
        try (RocksStore store = open()) {
            commit(
                    store,
                    StoreFixture.insert(ANN, "{}"),
                    StoreFixture.insert(BOB, "{}"),
                    new Change.PutEdge(edge(ANN, "knows", BOB)));
        }
        List<Stored> reverse = contents("edges_reverse");

        change(
                "edges",
                (rocks, family, rows) -> rocks.put(
                        family, rows.getFirst().key(), reverse.getFirst().value()));

        try (RocksStore store = open()) {
            assertFails(() -> store.records().edge(ANN, "knows", BOB), ErrorCode.CORRUPTED);
            assertThat(findings(store)).contains("edges");
        }
    }

    /** The older value is genuine, so that a read takes it; what belongs to the newer one gives it away. */
    @Test
    void anOlderValueThatIsPutBackIsFoundByVerify() throws Exception {
        long version;
        try (RocksStore store = open()) {
            commit(store, new Change.DefineTable(new TableDefinition(TABLE, "rows", Map.of("n", FIELD))));
            version = commit(store, new Change.PutEntity(entity(ANN, "{\"n\":1}"), 0, Derived.NONE, derived(1)));
        }
        List<Stored> older = contents("entities");
        try (RocksStore store = open()) {
            commit(store, new Change.PutEntity(entity(ANN, "{\"n\":2}"), version, derived(1), derived(2)));
            assertThat(findings(store)).isEmpty();
        }

        change(
                "entities",
                (rocks, family, rows) -> rocks.put(
                        family, rows.getFirst().key(), older.getFirst().value()));

        try (RocksStore store = open()) {
            assertThat(findings(store)).contains("indexes");
        }
    }

    @Test
    void noNonceComesTwice() throws Exception {
        for (int opening = 0; opening < 3; opening++) {
            try (RocksStore store = open()) {
                for (int i = 0; i < 50; i++) {
                    commit(store, StoreFixture.insert(UUID.randomUUID(), "{\"n\":" + i + "}"));
                }
            }
        }

        Set<String> nonces = new HashSet<>();
        int values = 0;
        for (String family : List.of("entities", "wal")) {
            for (Stored entry : contents(family)) {
                values++;
                nonces.add(new String(entry.value(), 0, 12, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(values).isEqualTo(300);
        assertThat(nonces).hasSize(values);
    }

    @Test
    void rowsOfFormerGenerationsStayReadable() {
        try (RocksStore store = open()) {
            StoreEncryption encryption = store.encryption().orElseThrow();
            commit(store, new Change.PutEntity(entity(ANN, "{\"n\":1}"), 0, Derived.NONE, derived(1)));
            encryption.change(Keyring::rotateDataKey);
            commit(store, new Change.PutEntity(entity(BOB, "{\"n\":2}"), 0, Derived.NONE, derived(2)));
            assertThat(encryption.generation()).isEqualTo(2);
        }

        try (RocksStore store = open()) {
            assertThat(store.records().getAll(TABLE, List.of(ANN, BOB)))
                    .allSatisfy(row -> assertThat(row).isNotNull());
            assertThat(findings(store)).isEmpty();
        }
    }

    @Test
    void aStoreThatIsOlderThanItWasIsRefused() throws IOException {
        try (RocksStore store = open()) {
            commit(store, StoreFixture.insert(ANN, "{\"n\":1}"));
        }
        byte[] older = Files.readAllBytes(folder().resolve(HeadWitness.FILE));
        Path before = folder.resolve("before");
        copyFiles(folder(), before);
        try (RocksStore store = open()) {
            commit(store, StoreFixture.insert(BOB, "{\"n\":2}"));
        }
        byte[] newer = Files.readAllBytes(folder().resolve(HeadWitness.FILE));

        deleteFiles(folder());
        copyFiles(before, folder());
        Files.write(folder().resolve(HeadWitness.FILE), newer);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED))
                .hasMessageContaining("older than the others");

        // The whole of an earlier day is not found out, as docs/security.md says.
        Files.write(folder().resolve(HeadWitness.FILE), older);
        open().close();

        Files.delete(folder().resolve(HeadWitness.FILE));
        assertFails(this::open, ErrorCode.CORRUPTED);
    }

    @Test
    void aStoreWhoseKeysWereTakenAwayIsNotTakenForOneThatIsNotEncrypted() throws Exception {
        try (RocksStore store = open()) {
            commit(store, StoreFixture.insert(ANN, "{\"n\":1}"));
        }

        change("keys", (rocks, family, entries) -> {
            for (Stored entry : entries) {
                rocks.delete(family, entry.key());
            }
        });

        assertFails(() -> RocksStore.open(folder(), Creation.NEVER, config()), ErrorCode.CORRUPTED);
        Files.delete(folder().resolve(HeadWitness.FILE));
        assertFails(() -> RocksStore.open(folder(), Creation.NEVER, config()), ErrorCode.CORRUPTED);
    }

    // ---- files

    private Path folder() {
        return folder.resolve("store");
    }

    private RocksStore open() {
        try {
            Files.createDirectories(folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RocksStore.open(folder(), Creation.IF_MISSING, config(), TestKeys.encrypted());
    }

    private static Derived derived(long number) {
        return indexed(whole(number));
    }

    private static Set<String> findings(RocksStore store) {
        Set<String> parts = new HashSet<>();
        try (StoreSnapshot now = store.snapshot()) {
            now.verify(check(parts));
        }
        return parts;
    }

    private static StoreCheck check(Set<String> parts) {
        return new StoreCheck() {
            @Override
            public Optional<RowParts> parts(StoredEntity row) {
                long number = row.parseProperties().path("n").asLong(-1);
                return number < 0 ? Optional.empty() : Optional.of(new RowParts(SealingTest.derived(number), Set.of()));
            }

            @Override
            public void found(String part, String what, String where) {
                // The table was never defined here.
                if (!what.equals("A row is in a table that there is not")) {
                    parts.add(part);
                }
            }
        };
    }

    /** What RocksDB itself has. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(byte[] key, byte[] value) {}

    private interface Changing {
        void change(RocksDB rocks, ColumnFamilyHandle family, List<Stored> entries) throws RocksDBException;
    }

    /** What RocksDB itself has in a family. */
    private List<Stored> contents(String name) throws RocksDBException {
        List<Stored> all = new ArrayList<>();
        change(name, (rocks, family, entries) -> all.addAll(entries));
        return all;
    }

    /** As somebody does who knows RocksDB. */
    private void change(String name, Changing changing) throws RocksDBException {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(family.bytes()));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                RocksDB rocks = RocksDB.open(options, folder().toString(), descriptors, handles)) {
            for (ColumnFamilyHandle handle : handles) {
                if (new String(handle.getName(), StandardCharsets.UTF_8).equals(name)) {
                    List<Stored> entries = new ArrayList<>();
                    try (RocksIterator iterator = rocks.newIterator(handle)) {
                        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                            entries.add(new Stored(iterator.key(), iterator.value()));
                        }
                    }
                    changing.change(rocks, handle, entries);
                }
            }
            rocks.syncWal();
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void deleteFiles(Path root) throws IOException {
        try (var files = Files.list(root)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void assertFails(Runnable action, ErrorCode code) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

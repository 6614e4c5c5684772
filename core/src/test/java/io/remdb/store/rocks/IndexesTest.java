package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.FIELD;
import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.entity;
import static io.remdb.store.rocks.StoreFixture.indexed;
import static io.remdb.store.rocks.StoreFixture.insert;
import static io.remdb.store.rocks.StoreFixture.text;
import static io.remdb.store.rocks.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexEntry;
import io.remdb.store.IndexHit;
import io.remdb.store.KeyHit;
import io.remdb.value.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IndexesTest {
    private final RocksStore store = RocksStore.openInMemory(config());
    private final UUID a = new UUID(1, 1);
    private final UUID b = new UUID(2, 2);
    private final UUID c = new UUID(-3, 3);

    @AfterEach
    void close() {
        store.close();
    }

    private List<IndexHit> range(FieldRange range, Direction direction) {
        return drain(store.indexes().range(TABLE, FIELD, range, direction));
    }

    @Test
    void readsRangesInBothDirections() {
        commit(
                store,
                insert(a, indexed(text("x"))),
                insert(b, indexed(text("y"))),
                insert(c, indexed(FieldValue.Null.NULL)));
        commit(store, insert(new UUID(4, 4), new Derived(List.of(new IndexEntry(FIELD + 1, text("x"))), List.of())));

        assertThat(range(FieldRange.ALL, Direction.ASCENDING))
                .containsExactly(
                        new IndexHit(c, FieldValue.Null.NULL, false),
                        new IndexHit(a, text("x"), false),
                        new IndexHit(b, text("y"), false));
        assertThat(range(FieldRange.ALL, Direction.DESCENDING))
                .map(IndexHit::id)
                .containsExactly(b, a, c);
        assertThat(range(new FieldRange(text("x"), false, null, true), Direction.ASCENDING))
                .map(IndexHit::id)
                .containsExactly(b);
        assertThat(range(new FieldRange(null, true, text("y"), false), Direction.DESCENDING))
                .map(IndexHit::id)
                .containsExactly(a, c);
        assertThat(range(FieldRange.equalTo(text("x")), Direction.DESCENDING))
                .map(IndexHit::id)
                .containsExactly(a);
        assertThat(range(new FieldRange(text("z"), true, text("a"), true), Direction.ASCENDING))
                .isEmpty();
    }

    @Test
    void anUpsertLeavesOnlyItsOwnEntries() {
        Derived before = new Derived(
                List.of(new IndexEntry(FIELD, text("old")), new IndexEntry(FIELD, text("kept"))), List.of("k1", "k2"));
        Derived after = new Derived(
                List.of(new IndexEntry(FIELD, text("kept")), new IndexEntry(FIELD, text("new"))), List.of("k2", "k3"));
        long version = commit(store, insert(a, before));
        commit(store, new Change.PutEntity(entity(a, "{}"), version, before, after));

        assertThat(range(FieldRange.ALL, Direction.ASCENDING))
                .map(IndexHit::value)
                .containsExactly(text("kept"), text("new"));
        assertThat(drain(store.indexes().byKey("k1"))).isEmpty();
        assertThat(drain(store.indexes().byKey("k2"))).containsExactly(new KeyHit(TABLE, a));
        assertThat(drain(store.indexes().byKey("k3"))).containsExactly(new KeyHit(TABLE, a));
    }

    @Test
    void aChangeBetweenTheTwoZerosKeepsTheEntry() {
        Derived minus = indexed(new FieldValue.Decimal(-0.0));
        Derived plus = indexed(new FieldValue.Decimal(0.0));
        long version = commit(store, insert(a, minus));
        commit(store, new Change.PutEntity(entity(a, "{}"), version, minus, plus));

        assertThat(range(FieldRange.ALL, Direction.ASCENDING)).hasSize(1);
    }

    @Test
    void softDeletionFlagsEveryEntryAndRevivalClearsIt() {
        Derived derived = new Derived(
                List.of(new IndexEntry(FIELD, text("one")), new IndexEntry(FIELD, text("two"))), List.of("key"));
        long version = commit(store, insert(a, derived));

        version = commit(store, new Change.PutEntity(entity(a, "{}", 99), version, derived, derived));
        assertThat(range(FieldRange.ALL, Direction.ASCENDING)).hasSize(2).allMatch(IndexHit::deleted);
        assertThat(drain(store.indexes().byKey("key"))).containsExactly(new KeyHit(TABLE, a));

        commit(store, new Change.PutEntity(entity(a, "{}"), version, derived, derived));
        assertThat(range(FieldRange.ALL, Direction.ASCENDING)).hasSize(2).noneMatch(IndexHit::deleted);
    }

    @Test
    void removalTakesEntriesAndKeysWithIt() {
        Derived derived = new Derived(List.of(new IndexEntry(FIELD, text("one"))), List.of("key"));
        long version = commit(store, insert(a, derived));
        commit(store, new Change.RemoveEntity(TABLE, a, version, derived, false));

        assertThat(range(FieldRange.ALL, Direction.ASCENDING)).isEmpty();
        assertThat(drain(store.indexes().byKey("key"))).isEmpty();
    }

    @Test
    void aKeyFindsEntitiesOfEveryTableWhateverItsCharacters() {
        for (String key : List.of("a", "a:b", "a\0", "a\0b", "\uD83D", "😀", "", "ab")) {
            UUID id = UUID.randomUUID();
            commit(store, insert(id, new Derived(List.of(), List.of(key))));
            assertThat(drain(store.indexes().byKey(key))).as(key).containsExactly(new KeyHit(TABLE, id));
        }
        assertThat(drain(store.indexes().byKey("b"))).isEmpty();
    }

    @Test
    void aNewIndexIsFilledAndAnOldOneDropped() {
        long version = commit(store, insert(a, indexed(whole(1))), insert(b, indexed(whole(2))));
        int other = FIELD + 1;
        commit(
                store,
                new Change.PutIndexEntries(TABLE, a, version, false, List.of(new IndexEntry(other, whole(7)))),
                new Change.PutIndexEntries(TABLE, b, version, true, List.of(new IndexEntry(other, whole(8)))),
                new Change.DropIndex(TABLE, FIELD));

        assertThat(range(FieldRange.ALL, Direction.ASCENDING)).isEmpty();
        assertThat(drain(store.indexes().range(TABLE, other, FieldRange.ALL, Direction.ASCENDING)))
                .containsExactly(new IndexHit(a, whole(7), false), new IndexHit(b, whole(8), true));
    }

    private List<UUID> having(FieldValue other, List<UUID> leftOut) {
        int[] count = new int[1];
        List<UUID> found = drain(store.indexes()
                        .range(
                                TABLE,
                                FIELD,
                                FieldRange.ALL,
                                Direction.ASCENDING,
                                List.of(new IndexEntry(FIELD + 1, other)),
                                () -> count[0]++))
                .stream()
                .map(IndexHit::id)
                .toList();
        assertThat(count[0]).as("left out").isEqualTo(leftOut.size());
        return found;
    }

    private static Derived both(FieldValue value, FieldValue... others) {
        List<IndexEntry> entries = new ArrayList<>(List.of(new IndexEntry(FIELD, value)));
        for (FieldValue other : others) {
            entries.add(new IndexEntry(FIELD + 1, other));
        }
        return new Derived(entries, List.of());
    }

    @Test
    void rowsThatHaveSomethingElseInAnotherFieldAreLeftOut() {
        Derived before = both(whole(1), text("x"));
        long version = commit(
                store,
                insert(a, before),
                insert(b, both(whole(2), text("y"))),
                insert(c, both(whole(3), FieldValue.Null.NULL)));

        assertThat(having(text("x"), List.of(b, c))).containsExactly(a);
        assertThat(having(text("y"), List.of(a, c))).containsExactly(b);
        assertThat(having(FieldValue.Null.NULL, List.of(a, b))).containsExactly(c);

        // The other field alone is changed: the entry of the first is not another one, and tells something else.
        Derived after = both(whole(1), text("y"));
        version = commit(store, new Change.PutEntity(entity(a, "{}"), version, before, after));
        assertThat(having(text("x"), List.of(a, b, c))).isEmpty();
        assertThat(having(text("y"), List.of(c))).containsExactly(a, b);

        commit(store, new Change.PutEntity(entity(a, "{}", 99), version, after, before));
        assertThat(having(text("x"), List.of(b, c))).containsExactly(a);
    }

    @Test
    void entriesTellNothingOfFieldsWithSeveralValuesNorOfThoseThatWereIndexedLater() {
        commit(store, insert(a, both(whole(1), text("x"), text("y"))), insert(b, both(whole(2))));

        assertThat(having(text("z"), List.of())).containsExactly(a, b);
    }

    @Test
    void anEntryThatGetsAnotherBesideItTellsNothingAnyMore() {
        Derived one = both(whole(1), text("x"));
        Derived two = both(whole(1), text("x"), text("y"));
        Derived changed = both(whole(2), text("x"), text("y"));
        long version = commit(store, insert(a, one));
        version = commit(store, new Change.PutEntity(entity(a, "{}"), version, one, two));
        commit(store, new Change.PutEntity(entity(a, "{}"), version, two, changed));

        List<IndexEntry> wanted = List.of(new IndexEntry(FIELD, whole(2)));
        assertThat(drain(
                        store.indexes().range(TABLE, FIELD + 1, FieldRange.ALL, Direction.ASCENDING, wanted, () -> {})))
                .map(IndexHit::value)
                .containsExactly(text("x"), text("y"));
    }

    /** Numbers in a row are what fields have most. */
    @Test
    void hardlyAnythingElseLooksAlike() {
        int rows = 2_000;
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            changes.add(insert(new UUID(i, ~i), both(whole(i), whole(i))));
        }
        commit(store, changes.toArray(Change[]::new));
        int alike = 0;
        for (int i = 0; i < 100; i++) {
            List<IndexEntry> wanted = List.of(new IndexEntry(FIELD + 1, whole(13L * i)));
            alike += drain(store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING, wanted, () -> {}))
                            .size()
                    - 1;
        }
        assertThat(alike / 100.0).as("of %s rows", rows).isLessThan(2 * rows / 256.0);
    }

    @Test
    void aNewIndexIsToldOfByTheEntriesThatThereWere() {
        long version = commit(store, insert(a, both(whole(1))), insert(b, both(whole(2))));
        commit(
                store,
                new Change.PutIndexEntries(
                        TABLE, a, version, false, both(whole(1), text("x")).indexEntries()),
                new Change.PutIndexEntries(
                        TABLE, b, version, false, both(whole(2), text("y")).indexEntries()));

        assertThat(having(text("y"), List.of(a))).containsExactly(b);
    }

    @Test
    void aReaderCanEndWhereMuchIsLeftOut() {
        for (int start = 0; start < 5_000; start += 1000) {
            List<Change> changes = new ArrayList<>();
            for (int i = start; i < start + 1000; i++) {
                changes.add(insert(new UUID(i, ~i), both(whole(i), text(i == 4_999 ? "last" : "other"))));
            }
            commit(store, changes.toArray(Change[]::new));
        }
        int[] count = new int[1];
        List<IndexEntry> last = List.of(new IndexEntry(FIELD + 1, text("last")));
        try (Cursor<IndexHit> hits =
                store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING, last, () -> count[0]++)) {
            assertThat(hits.next().value()).isEqualTo(whole(4_999));
            assertThat(count[0]).isEqualTo(4_999);
            assertThat(hits.hasNext()).isFalse();
        }
        try (Cursor<IndexHit> hits = store.indexes()
                .range(TABLE, FIELD, FieldRange.ALL, Direction.DESCENDING, last, () -> {
                    if (++count[0] == 7_000) {
                        throw new IllegalStateException("enough");
                    }
                })) {
            assertThat(hits.next().value()).isEqualTo(whole(4_999));
            assertThatThrownBy(hits::hasNext).hasMessage("enough");
        }
    }

    @Test
    void estimatesSmallRangesExactlyAndLargeOnesWell() {
        int rows = 20_000;
        for (int start = 0; start < rows; start += 1000) {
            List<Change> changes = new ArrayList<>();
            for (int i = start; i < start + 1000; i++) {
                changes.add(insert(new UUID(i, ~i), indexed(whole(i))));
            }
            commit(store, changes.toArray(Change[]::new));
        }

        assertThat(store.indexes().estimate(TABLE, FIELD, FieldRange.equalTo(whole(5))))
                .isEqualTo(1);
        assertThat(store.indexes().estimate(TABLE, FIELD, FieldRange.equalTo(whole(-5))))
                .isZero();
        assertThat(store.indexes().estimate(TABLE, FIELD, new FieldRange(whole(100), true, whole(300), false)))
                .isEqualTo(200);
        assertThat(store.indexes().estimate(TABLE, FIELD, new FieldRange(whole(300), true, whole(100), false)))
                .isZero();
        assertThat(store.indexes().estimate(TABLE, FIELD, FieldRange.ALL)).isBetween(rows / 3L, rows * 3L);
    }
}

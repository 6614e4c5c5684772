package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.edge;
import static io.remdb.store.rocks.StoreFixture.entity;
import static io.remdb.store.rocks.StoreFixture.insert;
import static io.remdb.store.rocks.StoreFixture.json;
import static io.remdb.store.rocks.StoreFixture.tryCommit;
import static io.remdb.store.rocks.StoreFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemException;
import io.remdb.crypto.TestKeys;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.CommitResult;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEmbedding;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private final RocksStore store = RocksStore.openInMemory(config(), TestKeys.chosen());
    private final RecordStore records = store.records();
    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();
    private final UUID missing = UUID.randomUUID();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void readsBackWhatWasWritten() {
        long sequence = commit(store, insert(a, "{\"title\":\"Öl\"}"));

        StoredEntity read = records.get(TABLE, a).orElseThrow();

        assertThat(read)
                .usingRecursiveComparison()
                .isEqualTo(new StoredEntity(
                        TABLE,
                        a,
                        sequence,
                        1000,
                        2000,
                        StoredEntity.NOT_DELETED,
                        entity(a, "{\"title\":\"Öl\"}").properties()));
        assertThat(records.tableOf(a)).hasValue(TABLE);
        assertThat(records.get(TABLE, missing)).isEmpty();
        assertThat(records.get(TABLE + 1, a)).isEmpty();
        assertThat(records.tableOf(missing)).isEmpty();
    }

    @Test
    void givesManyInTheOrderAskedForWithNullForNone() {
        commit(store, insert(a, "{\"n\":1}"), insert(b, "{\"n\":2}"));

        assertThat(records.getAll(TABLE, List.of(b, missing, a, b)))
                .map(row -> row == null ? null : json(row))
                .containsExactly("{\"n\":2}", null, "{\"n\":1}", "{\"n\":2}");
        assertThat(records.getAll(TABLE, List.of())).isEmpty();
    }

    @Test
    void scansATableByIdAsUnsignedBytesAndResumes() {
        Random random = new Random(5);
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            ids.add(id);
            commit(store, insert(id, "{}"));
        }
        ids.sort(Comparator.comparing(UUID::toString));

        assertThat(drain(records.scan(TABLE, null))).map(StoredEntity::id).containsExactlyElementsOf(ids);
        assertThat(drain(records.scan(TABLE, ids.get(19))))
                .map(StoredEntity::id)
                .containsExactlyElementsOf(ids.subList(20, 50));
        assertThat(drain(records.scan(TABLE + 1, null))).isEmpty();
    }

    @Test
    void refusesAWriteComputedFromAnotherVersionAndWritesNothingOfIt() {
        long first = commit(store, insert(a, "{\"n\":1}"));
        long second = commit(store, update(a, first, "{\"n\":2}"));

        CommitResult result = tryCommit(store, insert(b, "{}"), update(a, first, "{\"n\":3}"));

        assertThat(result).isEqualTo(new CommitResult.Conflict(a));
        assertThat(json(records.get(TABLE, a).orElseThrow())).isEqualTo("{\"n\":2}");
        assertThat(records.get(TABLE, b)).isEmpty();
        assertThat(store.log().lastSequence()).isEqualTo(second);
        assertThat(tryCommit(store, insert(a, "{}"))).isEqualTo(new CommitResult.Conflict(a));
        assertThat(tryCommit(store, update(missing, first, "{}"))).isEqualTo(new CommitResult.Conflict(missing));
        assertThat(tryCommit(store, new Change.RemoveEntity(TABLE, a, first, Derived.NONE, false)))
                .isEqualTo(new CommitResult.Conflict(a));
        assertThat(records.counts(TABLE)).isEqualTo(new TableCounts(1, 0));
    }

    @Test
    void refusesAUnitThatWritesAnEntityTwice() {
        assertThatThrownBy(() -> tryCommit(store, insert(a, "{}"), insert(a, "{}")))
                .isInstanceOf(RemException.class)
                .hasMessageContaining("twice");
        assertThat(records.get(TABLE, a)).isEmpty();
    }

    @Test
    void countsLiveAndSoftDeletedRows() {
        long first = commit(store, insert(a, "{}"), insert(b, "{}"));
        assertThat(records.counts(TABLE)).isEqualTo(new TableCounts(2, 0));

        long second = commit(store, new Change.PutEntity(entity(a, "{}", 5), first, Derived.NONE, Derived.NONE));
        assertThat(records.counts(TABLE)).isEqualTo(new TableCounts(1, 1));

        long third = commit(store, update(a, second, "{}"));
        assertThat(records.counts(TABLE)).isEqualTo(new TableCounts(2, 0));

        commit(store, new Change.RemoveEntity(TABLE, a, third, Derived.NONE, false));
        assertThat(records.counts(TABLE)).isEqualTo(new TableCounts(1, 0));
        assertThat(records.counts(TABLE + 1)).isEqualTo(new TableCounts(0, 0));
    }

    @Test
    void keepsVectorsPerSlotAndRemovesThemWithTheirEntity() {
        float[] main = {1.5f, -0f, Float.MIN_VALUE};
        float[] alt = {9f};
        long version = commit(
                store,
                insert(a, "{}"),
                new Change.PutEmbedding(TABLE, a, EmbeddingSlot.MAIN, main),
                new Change.PutEmbedding(TABLE, a, EmbeddingSlot.ALT, alt),
                new Change.PutEmbedding(TABLE, b, EmbeddingSlot.MAIN, alt));

        assertThat(records.embedding(TABLE, a, EmbeddingSlot.MAIN))
                .hasValueSatisfying(v -> assertThat(v).containsExactly(main));
        assertThat(records.embedding(TABLE, b, EmbeddingSlot.ALT)).isEmpty();
        assertThat(records.embeddings(TABLE, EmbeddingSlot.ALT, List.of(b, a)))
                .satisfiesExactly(
                        none -> assertThat(none).isNull(), v -> assertThat(v).containsExactly(alt));
        assertThat(drain(records.scanEmbeddings(TABLE, EmbeddingSlot.MAIN)))
                .map(StoredEmbedding::id)
                .containsExactlyInAnyOrder(a, b);
        assertThat(drain(records.scanEmbeddings(TABLE, EmbeddingSlot.ALT)))
                .map(StoredEmbedding::id)
                .containsExactly(a);

        commit(
                store,
                new Change.RemoveEntity(TABLE, a, version, Derived.NONE, false),
                new Change.RemoveEmbedding(TABLE, b, EmbeddingSlot.MAIN));

        assertThat(records.embedding(TABLE, a, EmbeddingSlot.MAIN)).isEmpty();
        assertThat(records.embedding(TABLE, a, EmbeddingSlot.ALT)).isEmpty();
        assertThat(records.embedding(TABLE, b, EmbeddingSlot.MAIN)).isEmpty();
        assertThat(records.tableOf(a)).isEmpty();
    }

    @Test
    void findsEdgesFromBothEndsByTypeAndNeighbour() {
        UUID low = new UUID(1, 1);
        UUID high = new UUID(-1, 1);
        commit(
                store,
                new Change.PutEdge(edge(a, "knows", high)),
                new Change.PutEdge(edge(a, "knows", low)),
                new Change.PutEdge(edge(a, "know", b)),
                new Change.PutEdge(edge(a, "likes\0:", b)),
                new Change.PutEdge(edge(b, "knows", low)));

        assertThat(drain(records.edgesFrom(a, null)))
                .map(found -> found.relType() + ">" + found.dst())
                .containsExactly("know>" + b, "knows>" + low, "knows>" + high, "likes\0:>" + b);
        assertThat(drain(records.edgesFrom(a, "knows"))).map(StoredEdge::dst).containsExactly(low, high);
        assertThat(drain(records.edgesFrom(a, "kno"))).isEmpty();
        assertThat(drain(records.edgesTo(low, null))).map(StoredEdge::src).containsExactlyInAnyOrder(a, b);
        assertThat(drain(records.edgesTo(b, "likes\0:")))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(edge(a, "likes\0:", b));
        assertThat(drain(records.edgesFrom(missing, null))).isEmpty();

        commit(store, new Change.RemoveEdge(a, "knows", low), new Change.RemoveEdge(a, "never", low));

        assertThat(drain(records.edgesFrom(a, "knows"))).map(StoredEdge::dst).containsExactly(high);
        assertThat(drain(records.edgesTo(low, null))).map(StoredEdge::src).containsExactly(b);
    }

    @Test
    void aCursorKeepsTheViewOfItsOpening() {
        long version = commit(store, insert(a, "{}"), insert(b, "{}"));

        try (Cursor<StoredEntity> cursor = records.scan(TABLE, null)) {
            commit(store, new Change.RemoveEntity(TABLE, a, version, Derived.NONE, false), insert(missing, "{}"));
            List<StoredEntity> seen = new ArrayList<>();
            cursor.forEachRemaining(seen::add);

            assertThat(seen).map(StoredEntity::id).containsExactlyInAnyOrder(a, b);
            assertThat(cursor.hasNext()).isFalse();
            assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void aCursorCanBeClosedTwiceAndNotReadAfter() {
        commit(store, insert(a, "{}"));
        Cursor<StoredEntity> cursor = records.scan(TABLE, null);
        cursor.close();
        cursor.close();

        assertThatThrownBy(cursor::hasNext).isInstanceOf(RemException.class).hasMessageContaining("cursor is closed");
    }
}

package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.FIELD;
import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.entity;
import static io.remdb.store.rocks.StoreFixture.indexed;
import static io.remdb.store.rocks.StoreFixture.json;
import static io.remdb.store.rocks.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.store.Change;
import io.remdb.store.Change.Derived;
import io.remdb.store.CommitResult;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.LogEntry;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrentCommitTest {
    private static final int THREADS = 8;
    private static final int COMMITS = 60;
    private static final int ENTITIES = 12;

    @TempDir
    Path folder;

    /** Every entity counts how often it was written; with a lost update a count would be too small. */
    @ParameterizedTest
    @EnumSource(WalSync.class)
    void losesNoUpdateAndLeavesNoGap(WalSync sync) throws Exception {
        Wal log = new Wal(true, sync, 1000, 100, 24);
        ConcurrentHashMap<Long, Boolean> sequences = new ConcurrentHashMap<>();
        try (RocksStore store = RocksStore.open(folder, Creation.IF_MISSING, config(log));
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                running.add(threads.submit(() -> {
                    for (int i = 0; i < COMMITS; i++) {
                        long sequence = incrementTwo(store, random);
                        assertThat(sequences.put(sequence, true)).isNull();
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            check(store, sequences);
        }
        try (RocksStore store = RocksStore.open(folder, Creation.NEVER, config(log))) {
            check(store, sequences);
        }
    }

    private static void check(RocksStore store, ConcurrentHashMap<Long, Boolean> sequences) {
        long total = (long) THREADS * COMMITS;
        assertThat(sequences.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, total).boxed().toList());
        List<LogEntry> entries = drain(store.log().read(1));
        assertThat(entries)
                .map(LogEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, total).boxed().toList());
        List<StoredEntity> rows = drain(store.records().scan(TABLE, null));
        assertThat(rows.stream().mapToLong(ConcurrentCommitTest::count).sum()).isEqualTo(2 * total);
        assertThat(store.records().counts(TABLE).live()).isEqualTo(rows.size());
        assertThat(drain(store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING)))
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .map(row -> new IndexHit(row.id(), whole(count(row)), false))
                        .toList());
        for (StoredEntity row : rows) {
            assertThat(entries.get((int) row.version() - 1).changes())
                    .anyMatch(change -> change instanceof Change.PutEntity put
                            && put.entity().id().equals(row.id())
                            && json(put.entity()).equals(json(row)));
        }
    }

    private static long incrementTwo(RocksStore store, Random random) {
        while (true) {
            int first = random.nextInt(ENTITIES);
            int second = (first + 1 + random.nextInt(ENTITIES - 1)) % ENTITIES;
            List<Change> changes = List.of(increment(store, first), increment(store, second));
            CommitResult result = store.records().commit(new WriteUnit(Atomicity.SEVERAL_ENTITIES, changes));
            if (result instanceof CommitResult.Applied(long sequence)) {
                return sequence;
            }
        }
    }

    private static Change increment(RocksStore store, int number) {
        UUID id = new UUID(number, ~number);
        StoredEntity current = store.records().get(TABLE, id).orElse(null);
        long count = current == null ? 0 : count(current);
        return new Change.PutEntity(
                entity(id, Long.toString(count + 1)),
                current == null ? 0 : current.version(),
                current == null ? Derived.NONE : indexed(whole(count)),
                indexed(whole(count + 1)));
    }

    private static long count(StoredEntity entity) {
        return Long.parseLong(json(entity));
    }
}

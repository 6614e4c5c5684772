package io.remdb.graph;

import io.remdb.config.RemConfig;
import io.remdb.crypto.TestKeys;
import io.remdb.store.Change;
import io.remdb.store.CommitResult;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import io.remdb.store.rocks.RocksStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A store with a graph whose entities are numbers. */
final class GraphFixture implements AutoCloseable {
    static final int TABLE = 1;
    static final long PATIENT = 60_000;
    private static final byte[] NOTHING = {'{', '}'};

    private final Store store = RocksStore.openInMemory(RemConfig.of(Map.of()), TestKeys.chosen());
    private final List<Change> pending = new ArrayList<>();
    private final CountingRecords records = new CountingRecords(store.records());

    static UUID id(int number) {
        return new UUID(0x8000, number);
    }

    static int number(UUID id) {
        return (int) id.getLeastSignificantBits();
    }

    CountingRecords records() {
        return records;
    }

    Graph graph() {
        return new Graph(records, table -> true, PATIENT);
    }

    void entity(int number) {
        entity(number, StoredEntity.NOT_DELETED);
    }

    void deletedEntity(int number) {
        entity(number, 1);
    }

    private void entity(int number, long deletedAt) {
        StoredEntity entity = new StoredEntity(TABLE, id(number), 0, 0, 0, deletedAt, NOTHING);
        add(new Change.PutEntity(entity, 0, Change.Derived.NONE, Change.Derived.NONE));
    }

    void edge(int src, String relType, int dst) {
        add(new Change.PutEdge(new StoredEdge(id(src), relType, id(dst), new byte[0], 0)));
    }

    private void add(Change change) {
        pending.add(change);
        if (pending.size() == 10_000) {
            write();
        }
    }

    /** Writes what has been added. */
    GraphFixture write() {
        RecordStore plain = store.records();
        if (!(plain.commit(new WriteUnit(Atomicity.SEVERAL_ENTITIES, pending)) instanceof CommitResult.Applied)) {
            throw new IllegalStateException("a conflict in an empty store");
        }
        pending.clear();
        return this;
    }

    StoredEntity get(int number) {
        return store.records().get(TABLE, id(number)).orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }
}

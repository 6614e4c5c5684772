package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.Store;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Removes many rows for good, with what belongs to them, in units of bounded size. Thread-safe. */
final class RowRemover {
    /** The most rows of a unit. */
    static final int MOST_ROWS = 500;

    /** A unit ends with the row that makes it so long: some rows have very many edges. */
    private static final int MANY_CHANGES = 10_000;

    private final Store store;
    private final EntityChanger changer;
    private final EntityWriter writer;

    RowRemover(Store store, EntityChanger changer, EntityWriter writer) {
        this.store = store;
        this.changer = changer;
        this.writer = writer;
    }

    /**
     * What has gone, or would go.
     *
     * @param rows soft-deleted or not
     * @param edges each counted once
     * @param vectors of either slot
     * @param bytes of the rows' properties and of the vectors
     */
    record Removed(long rows, long edges, long vectors, long bytes) {
        static final Removed NOTHING = new Removed(0, 0, 0, 0);

        Removed plus(Removed other) {
            return new Removed(rows + other.rows, edges + other.edges, vectors + other.vectors, bytes + other.bytes);
        }
    }

    /**
     * Removes those of these rows of which a condition is true when they are removed.
     *
     * @return what has gone; less than all where the table was changed or removed meanwhile
     */
    Removed remove(CatalogTable table, Collection<UUID> ids, Predicate<StoredEntity> condition) {
        Removed removed = Removed.NOTHING;
        Deque<UUID> left = new ArrayDeque<>(new LinkedHashSet<>(ids));
        int conflicts = 0;
        while (!left.isEmpty()) {
            Unit unit = unit(table, left, condition);
            if (unit.changes.isEmpty()) {
                continue;
            }
            switch (writer.commitUnlessChanged(table, new WriteUnit(Atomicity.SEVERAL_ENTITIES, unit.changes))) {
                case WRITTEN -> removed = removed.plus(unit.removed());
                case OUTDATED -> {
                    return removed;
                }
                case CONFLICT -> {
                    if (++conflicts > EntityWriter.MOST_ATTEMPTS) {
                        throw EntityWriter.contention(unit.ids.getFirst());
                    }
                    left.addAll(unit.ids);
                }
            }
        }
        return removed;
    }

    private static final class Unit {
        private final List<UUID> ids = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private long vectors;
        private long bytes;

        Removed removed() {
            long edges = changes.stream()
                    .filter(Change.RemoveEdge.class::isInstance)
                    .distinct()
                    .count();
            return new Removed(ids.size(), edges, vectors, bytes);
        }
    }

    private Unit unit(CatalogTable table, Deque<UUID> left, Predicate<StoredEntity> condition) {
        Unit unit = new Unit();
        while (!left.isEmpty() && unit.ids.size() < MOST_ROWS && unit.changes.size() < MANY_CHANGES) {
            read(table, left.removeFirst(), condition).ifPresent(row -> {
                unit.ids.add(row.id());
                unit.changes.addAll(changer.removal(table, row));
                unit.bytes += row.properties().length;
                for (EmbeddingSlot slot : EmbeddingSlot.values()) {
                    long vector = vectorBytes(table, slot, row.id());
                    unit.bytes += vector;
                    unit.vectors += vector > 0 ? 1 : 0;
                }
            });
        }
        return unit;
    }

    /** A row that cannot be read is not removed, and keeps nobody from removing others. */
    private Optional<StoredEntity> read(CatalogTable table, UUID id, Predicate<StoredEntity> condition) {
        try {
            return store.records().get(table.number(), id).filter(condition);
        } catch (RemException e) {
            if (e.code() == ErrorCode.CORRUPTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * What {@link #remove} of a row would remove.
     *
     * @param alsoGoes whether another row is removed, too: an edge between two of them is counted where it starts
     */
    Removed measure(CatalogTable table, StoredEntity row, Predicate<UUID> alsoGoes) {
        long edges = 0;
        try (Cursor<StoredEdge> out = store.records().edgesFrom(row.id(), null);
                Cursor<StoredEdge> in = store.records().edgesTo(row.id(), null)) {
            while (out.hasNext()) {
                var _ = out.next();
                edges++;
            }
            while (in.hasNext()) {
                UUID src = in.next().src();
                edges += src.equals(row.id()) || alsoGoes.test(src) ? 0 : 1;
            }
        }
        long vectors = 0;
        long bytes = row.properties().length;
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            long vector = vectorBytes(table, slot, row.id());
            bytes += vector;
            vectors += vector > 0 ? 1 : 0;
        }
        return new Removed(1, edges, vectors, bytes);
    }

    private long vectorBytes(CatalogTable table, EmbeddingSlot slot, UUID id) {
        return table.vectors(slot) == null
                ? 0
                : store.records()
                        .embedding(table.number(), id, slot)
                        .map(vector -> (long) vector.length * Float.BYTES)
                        .orElse(0L);
    }
}

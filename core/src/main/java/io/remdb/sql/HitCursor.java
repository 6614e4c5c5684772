package io.remdb.sql;

import io.remdb.store.Cursor;
import io.remdb.store.IndexHit;
import io.remdb.store.StoredEntity;
import io.remdb.value.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of an index. Where the index does not cover the statement, rows are read in batches that start small (a
 * LIMIT may need few) and grow: first quickly, then to a quarter of what was read before, which is all that is read in vain where a LIMIT is reached.
 */
final class HitCursor extends StoreCursor {
    private static final int FIRST_BATCH = 10;
    /** In one batch of so many, a row costs half of what it costs by itself; in a larger one, hardly less. */
    private static final int USUAL_BATCH = 64;

    private static final int LARGEST_BATCH = 320;
    private static final int SHARE_READ_IN_VAIN = 4;

    private final StoreTable table;
    private final Cursor<IndexHit> hits;
    private final int coveredColumn;
    private final List<UUID> ids = new ArrayList<>();
    private List<@Nullable StoredEntity> batch = List.of();
    private int at;
    private int batchSize;
    private int read;
    private FieldValue lastValue = FieldValue.Null.NULL;
    private Value lastShown = ValueNull.INSTANCE;

    /** Rows of all hits. */
    HitCursor(StoreTable table, Cursor<IndexHit> hits, int coveredColumn) {
        this(table, hits, coveredColumn, false);
    }

    /**
     * Rows of these hits.
     *
     * @param coveredColumn the indexed column when the index knows all that the statement asks for, else -1
     * @param chosen whether hits are left out whose rows the statement does not want: each that is read in vain may then cost many entries
     */
    HitCursor(StoreTable table, Cursor<IndexHit> hits, int coveredColumn, boolean chosen) {
        this.batchSize = chosen ? 1 : FIRST_BATCH;
        this.table = table;
        this.hits = hits;
        this.coveredColumn = coveredColumn;
    }

    @Override
    @Nullable
    StoreRow advance() {
        return coveredColumn >= 0 ? advanceCovered() : advanceRead();
    }

    private @Nullable StoreRow advanceCovered() {
        while (hits.hasNext()) {
            IndexHit hit = hits.next();
            table.tick();
            if (table.shows(hit.deleted())) {
                return new StoreRow(table, hit.id(), coveredColumn, show(hit.value()));
            }
        }
        return null;
    }

    /** Neighbours in an index often have the same value: it is converted once. */
    private Value show(FieldValue value) {
        if (!value.equals(lastValue)) {
            lastValue = value;
            lastShown = SqlValues.of(value);
        }
        return lastShown;
    }

    private @Nullable StoreRow advanceRead() {
        while (true) {
            while (at < batch.size()) {
                StoredEntity entity = batch.get(at++);
                // Gone or deleted since the index was read: whether it still matches, H2 checks.
                if (entity != null && table.shows(entity.deleted())) {
                    return new StoreRow(table, entity);
                }
            }
            if (!readBatch()) {
                return null;
            }
        }
    }

    private boolean readBatch() {
        ids.clear();
        while (ids.size() < batchSize && hits.hasNext()) {
            IndexHit hit = hits.next();
            table.tick();
            if (table.shows(hit.deleted())) {
                ids.add(hit.id());
            }
        }
        read += ids.size();
        batchSize = read < FIRST_BATCH
                ? FIRST_BATCH - read
                : Math.clamp(read / SHARE_READ_IN_VAIN, Math.min(batchSize * 2, USUAL_BATCH), LARGEST_BATCH);
        batch = ids.isEmpty() ? List.of() : table.readAll(ids);
        at = 0;
        return !ids.isEmpty();
    }

    @Override
    public void close() {
        hits.close();
    }
}

package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.engine.RowRemover.Removed;
import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.schema.Lifetime;
import io.remdb.store.Cursor;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.IndexStore;
import io.remdb.store.StoredEntity;
import io.remdb.store.SystemFields;
import io.remdb.store.Unattended;
import io.remdb.value.FieldValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Removes rows that have expired, in the background. What has expired is found in the indexes of {@code modified_at} and of the field
 * that says when, so that rows which have not are never read.
 */
final class Expiry {
    private static final Logger LOGGER = System.getLogger(Expiry.class.getName());

    /** Between two looks at what has expired, which cost a seek where nothing has. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** The same where the search index is asked, which has to apply first what was written. */
    static final Duration SEALED_PAUSE = Duration.ofSeconds(10);

    /** A row may bring a time that has passed already: so often all is looked at that has expired by the index. */
    private static final Duration BETWEEN_FULL_SWEEPS = Duration.ofMinutes(1);

    /** Opening a database to read one row should not be slowed down by this. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final LiveCatalog catalog;
    private final IndexStore indexes;
    private final RowRemover remover;
    private final Duration pause;
    /** One sweep at a time. */
    private final ReentrantLock sweeping = new ReentrantLock();
    /** Up to where each index of a table was swept; guarded by the lock. */
    private final Map<Place, Long> sweptTo = new HashMap<>();

    private @Nullable Instant lastFullSweep;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private boolean failing;

    private record Place(int table, int index) {}

    /** @param pause between two looks at what has expired */
    Expiry(LiveCatalog catalog, IndexStore indexes, RowRemover remover, Duration pause) {
        this.catalog = catalog;
        this.indexes = indexes;
        this.remover = remover;
        this.pause = pause;
    }

    /** Begins, unless it has. */
    synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("rem-expiry").daemon().start(() -> Unattended.run(this::run));
        }
    }

    /** Ends and waits until it has. It is not interrupted: that would close files of the search index under other readers. */
    void stop() throws InterruptedException {
        stopping = true;
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            LockSupport.unpark(running);
            running.join();
        }
    }

    private void run() {
        LockSupport.parkNanos(this, FIRST_PAUSE.toNanos());
        while (!stopping) {
            try {
                Removed removed = sweep(Instant.now());
                failing = false;
                if (removed.rows() > 0) {
                    LOGGER.log(Level.DEBUG, "Removed {0} rows that had expired", removed.rows());
                }
            } catch (RemException e) {
                said(e);
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.ERROR, "Rows that have expired cannot be removed because of a defect", e);
                return;
            }
            LockSupport.parkNanos(this, pause.toNanos());
        }
    }

    /** A copy that may not be written to gets the removals from its primary; everything else is tried again. */
    private void said(RemException e) {
        if (!failing && !stopping && e.code() != ErrorCode.READ_ONLY && e.code() != ErrorCode.CLOSED) {
            LOGGER.log(Level.WARNING, "Rows that have expired cannot be removed just now", e);
        }
        failing = true;
    }

    /** Removes what has expired at some time. */
    Removed sweep(Instant now) {
        sweeping.lock();
        try {
            boolean full = lastFullSweep == null || !now.isBefore(lastFullSweep.plus(BETWEEN_FULL_SWEEPS));
            if (full) {
                sweptTo.clear();
                lastFullSweep = now;
            }
            Removed removed = Removed.NOTHING;
            RemException first = null;
            for (CatalogTable table : catalog.tables()) {
                if (table.schema().lifetime().isLimited() && !stopping) {
                    try {
                        removed = removed.plus(sweep(table, ChronoUnit.MICROS.between(Instant.EPOCH, now)));
                    } catch (RemException e) {
                        first = first == null ? e.with("table", table.name()) : first; // others go on
                    }
                }
            }
            if (first != null) {
                throw first;
            }
            return removed;
        } finally {
            sweeping.unlock();
        }
    }

    private Removed sweep(CatalogTable table, long nowMicros) {
        Lifetime lifetime = table.schema().lifetime();
        Predicate<StoredEntity> expired = row -> isExpired(table, row, nowMicros);
        Removed removed = Removed.NOTHING;
        Long seconds = lifetime.seconds();
        if (seconds != null) {
            removed = sweep(table, SystemFields.MODIFIED_AT, nowMicros - micros(seconds), expired);
        }
        for (Field field : table.readableIndexes()) {
            if (field.name().equals(lifetime.field())) {
                removed = removed.plus(sweep(table, table.indexNumber(field), nowMicros, expired));
            }
        }
        return removed;
    }

    private Removed sweep(CatalogTable table, int index, long upTo, Predicate<StoredEntity> expired) {
        Place place = new Place(table.number(), index);
        // Removed entries are there until the files are compacted: they are not passed over again each time.
        long from = Math.min(upTo, sweptTo.getOrDefault(place, Long.MIN_VALUE));
        FieldRange range = new FieldRange(new FieldValue.Timestamp(from), true, new FieldValue.Timestamp(upTo), true);
        Removed removed = Removed.NOTHING;
        List<UUID> chunk = new ArrayList<>();
        try (Cursor<IndexHit> hits = indexes.range(table.number(), index, range, Direction.ASCENDING)) {
            while (hits.hasNext() && !stopping) {
                chunk.add(hits.next().id());
                if (chunk.size() == RowRemover.MOST_ROWS || !hits.hasNext()) {
                    removed = removed.plus(remover.remove(table, chunk, expired));
                    chunk.clear();
                }
            }
        }
        sweptTo.put(place, upTo);
        return removed;
    }

    private static boolean isExpired(CatalogTable table, StoredEntity row, long nowMicros) {
        Lifetime lifetime = table.schema().lifetime();
        Long seconds = lifetime.seconds();
        if (seconds != null && row.modifiedAtMicros() <= nowMicros - micros(seconds)) {
            return true;
        }
        String name = lifetime.field();
        return name != null
                && table.schema()
                        .field(name)
                        .map(field ->
                                FieldValues.scalar(field, row.parseProperties().get(name)))
                        .filter(value -> value instanceof FieldValue.Timestamp(long at) && at <= nowMicros)
                        .isPresent();
    }

    private static long micros(long seconds) {
        return seconds * 1_000_000;
    }
}

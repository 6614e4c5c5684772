package io.remdb.store.rocks;

import io.remdb.config.RemConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drops the oldest part of the log. The log is divided into segments, whose size and age are known without reading them; whole
 * segments go, so that the log holds at most one more than configured. A log that is switched off goes entry by entry.
 */
final class LogTrimmer {
    private static final int SEGMENTS = 16;
    private static final long MEGABYTE = 1 << 20;
    private static final long BYTES_BETWEEN_CHECKS_WITHOUT_LOG = MEGABYTE;

    private final Map<String, Long> followers = new ConcurrentHashMap<>();
    private final ReentrantLock trimLock = new ReentrantLock();
    private final RocksHandle rocks;
    private final StoreState state;
    private final InstantSource clock;
    private final boolean logEnabled;
    private final long mostBytes;
    private final long mostMicros;
    private final long mostBytesForReplicas;
    private final BooleanSupplier ours;
    private final LongSupplier slowestReplica;
    private volatile long bytesAtLastTrim;
    private volatile @Nullable Runnable wakeUp;

    /**
     * @param ours whether it is this store that trims: a replica's log is trimmed by its primary, and what is trimmed is shipped
     * @param slowestReplica the last entry that every known replica has: by that entry it is known when it comes back
     */
    LogTrimmer(
            RocksHandle rocks,
            StoreState state,
            RemConfig config,
            InstantSource clock,
            BooleanSupplier ours,
            LongSupplier slowestReplica) {
        this.rocks = rocks;
        this.state = state;
        this.clock = clock;
        this.logEnabled = config.wal().enabled();
        this.mostBytes = config.wal().maxSizeMegabytes() * MEGABYTE;
        this.mostBytesForReplicas = config.replication().maxLagMegabytes() * MEGABYTE;
        this.ours = ours;
        this.slowestReplica = slowestReplica;
        this.mostMicros = Duration.ofHours(config.wal().retentionHours()).toNanos() / 1000;
        this.bytesAtLastTrim = state.head().bytes();
    }

    /** Who is to be called when there is something to trim. */
    void onDue(Runnable action) {
        wakeUp = action;
    }

    void holdFor(String follower, long appliedSequence) {
        followers.put(follower, appliedSequence);
    }

    /** The segment that begins with this entry, if it is time for a new one; under the commit lock. */
    Meta.@Nullable Segment segmentStarting(long sequence, long bytesBefore, long nowMicros) {
        Map.Entry<Long, Meta.Segment> last = state.segments().lastEntry();
        if (last != null
                && bytesBefore - last.getValue().bytesBefore() < mostBytes / SEGMENTS
                && nowMicros - last.getValue().startedAtMicros() < mostMicros / SEGMENTS) {
            return null;
        }
        return new Meta.Segment(sequence, bytesBefore, nowMicros);
    }

    /** A cheap check whether it is time to trim. */
    void afterCommit() {
        long step = logEnabled ? mostBytes / SEGMENTS : BYTES_BETWEEN_CHECKS_WITHOUT_LOG;
        Runnable action = wakeUp;
        if (action != null && state.head().bytes() - bytesAtLastTrim >= step) {
            bytesAtLastTrim = state.head().bytes();
            action.run();
        }
    }

    void trim() {
        trimLock.lock();
        try {
            bytesAtLastTrim = state.head().bytes();
            if (!ours.getAsBoolean()) {
                return;
            }
            long oldest = state.oldestSequence();
            long keepFrom = logEnabled ? firstWithinLimits(oldest) : firstNotApplied();
            if (keepFrom > oldest) {
                drop(oldest, keepFrom);
            }
        } finally {
            trimLock.unlock();
        }
    }

    /** Drops what is before an entry, whoever needs it: the log has a gap there, which who reads on would not see. */
    void dropBelow(long keepFrom) {
        trimLock.lock();
        try {
            if (keepFrom > state.oldestSequence()) {
                drop(state.oldestSequence(), keepFrom);
            }
        } finally {
            trimLock.unlock();
        }
    }

    private long firstNotApplied() {
        long applied = state.lastSequence();
        for (long position : followers.values()) {
            applied = Math.min(applied, position);
        }
        return applied + 1;
    }

    private long firstWithinLimits(long oldest) {
        long limit = firstNotApplied();
        long slowest = slowestReplica.getAsLong();
        long bytes = state.head().bytes();
        long oldestMicros = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()) - mostMicros;
        long keepFrom = oldest;
        Meta.Segment current = null;
        for (Meta.Segment next : state.segments().values()) {
            if (current != null) {
                boolean large = bytes - current.bytesBefore() > mostBytes;
                boolean old = lastMicros(current, next) < oldestMicros;
                boolean lacked =
                        slowest < next.firstSequence() && bytes - current.bytesBefore() <= mostBytesForReplicas;
                if (next.firstSequence() > limit || lacked || (!large && !old)) {
                    break;
                }
                keepFrom = next.firstSequence();
            }
            current = next;
        }
        return keepFrom;
    }

    /** No entry of a segment was committed later: it takes entries for a while only, or until the next one starts. */
    private long lastMicros(Meta.Segment segment, Meta.Segment next) {
        return Math.min(next.startedAtMicros(), segment.startedAtMicros() + mostMicros / SEGMENTS);
    }

    private void drop(long oldest, long keepFrom) {
        byte[] start = KeyCodec.log(oldest);
        byte[] end = KeyCodec.log(keepFrom);
        // The segment that keepFrom lies in stays; it is the last one that starts at or before it.
        Long remaining = state.segments().floorKey(keepFrom);
        Map<Long, Meta.Segment> gone =
                remaining == null ? new ConcurrentHashMap<>() : state.segments().headMap(remaining);
        Batch batch = new Batch(rocks);
        batch.deleteRange(Family.WAL, start, end);
        batch.put(Family.META, Meta.OLDEST, Meta.number(keepFrom));
        gone.keySet().forEach(first -> batch.delete(Family.META, Meta.segmentKey(first)));
        rocks.write(batch);
        state.trimmedTo(keepFrom);
        gone.clear();
        rocks.dropFilesBelow(Family.WAL, KeyCodec.log(0), end);
    }
}

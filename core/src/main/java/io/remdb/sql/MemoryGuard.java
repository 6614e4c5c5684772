package io.remdb.sql;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.ThreadMXBean;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops a statement that would fill the memory of the process: what H2 sorts, groups and joins is held there, and it knows no
 * limit of its own. One guard belongs to one session; it is asked every some rows.
 *
 * <p>Java does not tell what a statement holds. It tells what a thread has allocated, which is at least that much, and what was
 * left after the last garbage collection. A statement is stopped when it has allocated a good share of the heap and what is left
 * has grown past a ceiling, which a collection of its own confirms, so that neither garbage nor a host program that needs most of
 * the heap for itself is held against it.
 */
final class MemoryGuard {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final List<GarbageCollectorMXBean> COLLECTORS =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);

    private static final long HEAP = Runtime.getRuntime().maxMemory();
    private static final long SUSPICIOUS_ALLOCATION = HEAP / 4;
    private static final long FIRST_CEILING = HEAP / 10 * 6;
    private static final long LAST_CEILING = HEAP / 100 * 85;
    private static final long STEP = HEAP / 10;

    private long thread;
    private long allocatedBefore;
    private long ceiling;

    /** Begins a statement. */
    void start() {
        thread = Thread.currentThread().threadId();
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        ceiling = FIRST_CEILING;
    }

    /** Fails when the statement needs more memory than there is. */
    void check() {
        if (allocated() < SUSPICIOUS_ALLOCATION || liveAfterLastCollection() < ceiling) {
            return;
        }
        long live = collect();
        if (live >= ceiling && (ceiling > FIRST_CEILING || live >= LAST_CEILING)) {
            throw tooLarge(null);
        }
        ceiling = Math.clamp(live + STEP, FIRST_CEILING + 1, LAST_CEILING);
    }

    static RemException tooLarge(@Nullable Throwable cause) {
        return new RemException(ErrorCode.TOO_LARGE, "The statement needs more memory than there is", cause)
                .hint("Ask for less: select fewer columns, join on a condition, or narrow the WHERE");
    }

    private long allocated() {
        if (Thread.currentThread().threadId() != thread) { // the rows of a result may be read by another thread
            start();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    }

    private static long liveAfterLastCollection() {
        GcInfo last = null;
        for (GarbageCollectorMXBean collector : COLLECTORS) {
            GcInfo info = collector.getLastGcInfo();
            if (info != null && (last == null || info.getEndTime() > last.getEndTime())) {
                last = info;
            }
        }
        if (last == null) {
            return 0;
        }
        // Pools outside of the heap have no part in this, but they are small, and a pool's name does not tell.
        return last.getMemoryUsageAfterGc().values().stream()
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    @SuppressWarnings("SystemGc")
    private static long collect() {
        System.gc(); // at most a few times in a statement, and only when the heap is nearly full anyway
        return liveAfterLastCollection();
    }
}

package io.remdb.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Waits until nothing goes on in the background. After a load the search index goes on merging its segments into larger graphs; while the
 * largest are made, which takes minutes, searches get no faster for a long time, so it is the processor that tells.
 */
final class Settling {
    private static final long BETWEEN_PROBES_MS = 3_000;
    private static final int PROBE_SEARCHES = 20;
    /** So often in a row that nothing is at work. */
    private static final int QUIET_PROBES = 2;

    /** Of one core: less is collecting garbage and looking whether there is something to do. */
    private static final double QUIET = 0.1;

    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Settling() {}

    /**
     * How it ended.
     *
     * @param seconds that it took; at most about those of the pace
     * @param settled whether nothing went on in the end
     */
    record Outcome(double seconds, boolean settled) {
        Result addTo(Result result) {
            Result timed = result.withFigure("merged after", seconds, "s");
            return settled ? timed : timed.withNote("merging went on");
        }
    }

    static Outcome await(Context context, Runnable search) {
        long begin = System.nanoTime();
        long deadline = begin + TimeUnit.MILLISECONDS.toNanos(context.pace().settlingMs());
        long settled = begin;
        int quiet = 0;
        while (quiet < QUIET_PROBES && System.nanoTime() < deadline) {
            if (coresAtWork(context.pace().settlingMs()) < QUIET) {
                quiet++;
            } else {
                quiet = 0;
                settled = System.nanoTime();
                context.tell("merging goes on after %.0f s: %.2f ms a search"
                        .formatted((settled - begin) / NS_PER_S, probe(search)));
            }
        }
        return new Outcome((settled - begin) / NS_PER_S, quiet == QUIET_PROBES);
    }

    /** While this thread does nothing. */
    private static double coresAtWork(long longestMs) {
        long start = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        pause(Math.min(BETWEEN_PROBES_MS, longestMs));
        return (SYSTEM.getProcessCpuTime() - processor) / (double) (System.nanoTime() - start);
    }

    private static double probe(Runnable search) {
        double[] times = new double[PROBE_SEARCHES];
        for (int i = 0; i < PROBE_SEARCHES; i++) {
            long start = System.nanoTime();
            search.run();
            times[i] = (System.nanoTime() - start) / NS_PER_MS;
        }
        return Timing.median(times);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted", e);
        }
    }
}

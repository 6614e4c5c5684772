package io.remdb.bench;

import java.util.concurrent.TimeUnit;

/**
 * Waits until searches get no faster. After a load the search index goes on merging its segments into larger graphs in the
 * background; what a search takes meanwhile says how far that has got.
 */
final class Settling {
    private static final long BETWEEN_PROBES_MS = 3_000;
    private static final int PROBE_SEARCHES = 50;
    /** So many probes in a row that are no better: a merge of the largest graphs takes longer than one interval. */
    private static final int PROBES_WITHOUT_GAIN = 5;

    private static final double GAIN = 0.95;
    private static final double NS_PER_MS = 1e6;

    private Settling() {}

    /** The seconds that it took; at most about those of the pace. */
    static double await(Context context, Runnable search) {
        long begin = System.nanoTime();
        long deadline = begin + TimeUnit.MILLISECONDS.toNanos(context.pace().settlingMs());
        long settled = begin;
        double best = Double.MAX_VALUE;
        int withoutGain = 0;
        while (withoutGain < PROBES_WITHOUT_GAIN && System.nanoTime() < deadline) {
            double median = probe(search);
            if (median < best * GAIN) {
                best = median;
                withoutGain = 0;
                settled = System.nanoTime();
                context.tell("merging goes on: %.2f ms a search".formatted(median));
            } else {
                withoutGain++;
            }
            pause(Math.min(BETWEEN_PROBES_MS, context.pace().settlingMs()));
        }
        return (settled - begin) / 1e9;
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

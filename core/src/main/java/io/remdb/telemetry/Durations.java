package io.remdb.telemetry;

import io.remdb.Statistics.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How long things took: counts in buckets of fixed bounds, from 10 µs to a minute. Thread-safe. */
final class Durations {
    private static final double NANOS = 1e9;
    private static final long[] BOUNDS_NANOS = {
        10_000L,
        25_000L,
        50_000L,
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        60_000_000_000L
    };

    private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Durations() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** The bounds in seconds, for instruments of the same. */
    static List<Double> boundsSeconds() {
        List<Double> bounds = new ArrayList<>();
        for (long bound : BOUNDS_NANOS) {
            bounds.add(bound / NANOS);
        }
        return bounds;
    }

    void add(long tookNanos) {
        int bucket = 0;
        while (bucket < BOUNDS_NANOS.length && tookNanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        nanos.add(tookNanos);
    }

    double seconds() {
        return nanos.sum() / NANOS;
    }

    /** Each with those before it. */
    List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < BOUNDS_NANOS.length; i++) {
            sum += counts[i].sum();
            buckets.add(new Bucket(BOUNDS_NANOS[i] / NANOS, sum));
        }
        return buckets;
    }

    /** How many were longer than the last bound. */
    long beyond() {
        return counts[BOUNDS_NANOS.length].sum();
    }
}

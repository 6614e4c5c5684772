package io.remdb.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What one thread saw that did an operation again and again, one at a time.
 *
 * @param operations counted, over all rounds
 * @param p50Ms median of the rounds' medians, milliseconds
 * @param p99Ms median of the rounds' 99th percentiles, milliseconds
 * @param perSecond median of the rounds' operations a second
 */
record Timing(long operations, double p50Ms, double p99Ms, double perSecond) {
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(10);
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    /** Warms up, then measures; the operation gets a number that never comes again. */
    static Timing measure(Pace pace, IntConsumer operation) {
        return measureSideBySide(pace, List.of(operation)).getFirst();
    }

    /** Measures several operations in turns, round by round, so that a change of the machine's mood meets all of them. */
    static List<Timing> measureSideBySide(Pace pace, List<IntConsumer> operations) {
        int[] next = new int[operations.size()];
        List<List<Round>> rounds = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            rounds.add(new ArrayList<>());
            next[i] += round(pace.warmUpOperations(), pace.warmUpMs(), 0, operations.get(i))
                    .count();
        }
        for (int round = 0; round < pace.rounds(); round++) {
            for (int i = 0; i < operations.size(); i++) {
                Garbage.collect();
                Round done = round(pace.operations(), pace.roundMs(), next[i], operations.get(i));
                next[i] += done.count();
                rounds.get(i).add(done);
            }
        }
        return rounds.stream().map(Timing::summary).toList();
    }

    private static Round round(int most, long longestMs, int first, IntConsumer operation) {
        Histogram latencies = new Histogram(1, LONGEST_NS, 3);
        long begin = System.nanoTime();
        long deadline = begin + TimeUnit.MILLISECONDS.toNanos(longestMs);
        int count = 0;
        long now = begin;
        do {
            long start = System.nanoTime();
            operation.accept(first + count);
            now = System.nanoTime();
            latencies.recordValue(Math.clamp(now - start, 1, LONGEST_NS));
            count++;
        } while (count < most && now < deadline);
        return new Round(
                count,
                latencies.getValueAtPercentile(50) / NS_PER_MS,
                latencies.getValueAtPercentile(99) / NS_PER_MS,
                count * NS_PER_SECOND / (now - begin));
    }

    private static Timing summary(List<Round> rounds) {
        return new Timing(
                rounds.stream().mapToLong(Round::count).sum(),
                median(rounds, Round::p50Ms),
                median(rounds, Round::p99Ms),
                median(rounds, Round::perSecond));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    /** The middle value; of an even number the lower of the two, which has been measured. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    private record Round(int count, double p50Ms, double p99Ms, double perSecond) {}
}

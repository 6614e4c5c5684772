package io.remdb.bench;

import io.remdb.SearchMode;
import io.remdb.bench.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Throughput of two threads together, and what the second one adds. */
final class TwoThreads implements Measurement {
    private static final double NS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public String what() {
        return "throughput of get, vector search and insert with two threads at once";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        Searching searching = new Searching(context);
        ArticleTable articles = context.articles();
        Rows rows = context.rows();
        return List.of(
                measure(
                        context,
                        "get by id, 2 threads",
                        number -> context.database().get(table.id(number))),
                measure(
                        context,
                        "vector search, 10 hits, 2 threads",
                        number -> searching.search(
                                articles.question(number).mark().word(), SearchMode.SEMANTIC, Subset.ALL)),
                measure(
                        context,
                        "insert without embedding, 2 threads",
                        number -> context.database().insert(PlainTable.NAME, table.newRow(rows))));
    }

    private static Result measure(Context context, String operation, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        IntConsumer numbered = ignored -> work.accept(next.getAndIncrement());
        throughput(2, context.pace().warmUpMs(), numbered);
        int rounds = context.pace().rounds();
        double[] one = new double[rounds];
        double[] two = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Garbage.collect();
            one[round] = throughput(1, context.pace().roundMs(), numbered);
            Garbage.collect();
            two[round] = throughput(2, context.pace().roundMs(), numbered);
        }
        return Result.of(operation, next.get())
                .withRate(Timing.median(two), "ops")
                .withFigure("of one thread", Timing.median(two) / Timing.median(one), "x");
    }

    /** Operations a second of all threads together. */
    private static double throughput(int threads, long milliseconds, IntConsumer work) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            long begin = System.nanoTime();
            long deadline = begin + TimeUnit.MILLISECONDS.toNanos(milliseconds);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(until(deadline, work)));
            }
            long operations = 0;
            for (Future<Integer> future : running) {
                operations += future.get();
            }
            return operations * NS_PER_SECOND / (System.nanoTime() - begin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An operation failed: " + e.getCause(), e);
        }
    }

    private static Callable<Integer> until(long deadline, IntConsumer work) {
        return () -> {
            int count = 0;
            do {
                work.accept(count++);
            } while (System.nanoTime() < deadline);
            return count;
        };
    }
}

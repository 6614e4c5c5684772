package io.remdb.embedding.onnx;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Some windows on their way through the workers, and what became of them. Workers claim them the longest first, so that at
 * the end none waits long for another. {@link #hasUnclaimed} and {@link #claim} are guarded by the pool's lock; the rest is
 * thread-safe.
 */
final class WindowBatch {
    private static final long TELL_MS = 200;

    private final List<Window> windows;
    private final int[] longestFirst;
    private final float[][] vectors;
    private final AtomicInteger unfinished;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int claimed;

    /** {@code windows} is not empty. */
    WindowBatch(List<Window> windows) {
        this.windows = windows;
        this.vectors = new float[windows.size()][];
        this.unfinished = new AtomicInteger(windows.size());
        this.longestFirst = IntStream.range(0, windows.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -windows.get(i).tokens().length))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int size() {
        return longestFirst.length;
    }

    boolean hasUnclaimed() {
        return claimed < longestFirst.length && !done.isDone();
    }

    int claim() {
        return longestFirst[claimed++];
    }

    Window window(int index) {
        return windows.get(index);
    }

    void finish(int index, float[] vector) {
        vectors[index] = vector;
        if (unfinished.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    /** Gives the batch up: what is not claimed yet never will be. Nothing happens if it is done. */
    void fail(Throwable cause) {
        done.completeExceptionally(cause);
    }

    /**
     * Waits for the vectors, which are in the order of the windows.
     *
     * @param finished told some times a second how many there are
     */
    float[][] await(IntConsumer finished) throws InterruptedException, ExecutionException {
        boolean waiting = true;
        while (waiting) {
            try {
                done.get(TELL_MS, TimeUnit.MILLISECONDS);
                waiting = false;
            } catch (TimeoutException goesOn) {
                finished.accept(vectors.length - unfinished.get());
            }
        }
        return vectors;
    }
}

package io.remdb.embedding.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run a model, started when there is work for them. They take one window from each batch in turn, so that a
 * question is answered while thousands of documents are under way. Thread-safe.
 */
final class WorkerPool implements AutoCloseable {
    private final int size;
    private final String name;
    private final Supplier<WindowEncoder> encoders;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<WindowBatch> batches = new ArrayDeque<>();
    private final List<Thread> workers = new ArrayList<>();
    private boolean closed;

    WorkerPool(int size, String name, Supplier<WindowEncoder> encoders) {
        this.size = size;
        this.name = name;
        this.encoders = encoders;
    }

    private record Claim(WindowBatch batch, int index) {}

    /** Queues a batch and returns at once. */
    void submit(WindowBatch batch) {
        lock.lock();
        try {
            if (closed) {
                batch.fail(new CancellationException());
                return;
            }
            batches.add(batch);
            while (workers.size() < Math.min(size, batch.size())) {
                workers.add(Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + (workers.size() + 1))
                        .start(this::work));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        WindowEncoder encoder = null;
        for (Claim claim = next(); claim != null; claim = next()) {
            try {
                if (encoder == null) {
                    encoder = encoders.get();
                }
                claim.batch.finish(claim.index, encoder.encode(claim.batch.window(claim.index)));
            } catch (OrtException | RuntimeException | Error e) {
                claim.batch.fail(e);
            }
        }
    }

    /** Waits for work; null when the pool is closed. */
    private @Nullable Claim next() {
        lock.lock();
        try {
            while (!closed) {
                WindowBatch batch = batches.poll();
                if (batch == null) {
                    changed.awaitUninterruptibly();
                } else if (batch.hasUnclaimed()) {
                    Claim claim = new Claim(batch, batch.claim());
                    if (batch.hasUnclaimed()) {
                        batches.add(batch);
                    }
                    return claim;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the runs under way end, and the threads with them. Batches still queued fail. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            batches.forEach(batch -> batch.fail(new CancellationException()));
            batches.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    // The session may not be closed under a running model: remember, and go on waiting.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

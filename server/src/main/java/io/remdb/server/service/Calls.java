package io.remdb.server.service;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.wire.ErrorWire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs the calls of a server, each in a thread of its own: threads of the platform, because a statement may compute for seconds
 * without blocking, and two of those would keep every virtual thread waiting on a machine of two cores. At most
 * {@link #MOST_RUNNING} of those that come in one way run at once; one more is refused, not queued. Thread-safe.
 */
final class Calls implements AutoCloseable {
    /** That come in one way ({@link CallSlots}). Each holds a thread, and a search or a statement some megabytes. */
    static final int MOST_RUNNING = 256;

    /** The socket and TCP. */
    private static final int WAYS = 2;

    /** Whoever reads or writes without a pause does not keep a call waiting for so long. */
    private static final long WAITING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOGGER = System.getLogger(Calls.class.getName());
    private static final long IDLE_THREAD_SECONDS = 30;

    /** What a call does: it answers through {@code answer}, and may throw. */
    @FunctionalInterface
    interface Work<T> {
        /** Sends what there is to send; the call is completed afterwards. */
        void run(Answer<T> answer) throws InterruptedException;
    }

    /** Somebody may read page by page; what a call holds for somebody who does not read at all is let go. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Duration patience;
    private final ExecutorService threads;
    private final Set<Answer<?>> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong started = new AtomicLong();
    private volatile long lastEnd = System.nanoTime();

    Calls() {
        this(PATIENCE);
    }

    /** @param patience how long a caller may take nothing of its answer */
    Calls(Duration patience) {
        this.patience = patience;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0, WAYS * MOST_RUNNING, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "rem-call-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** How many run now. */
    int running() {
        return running.size();
    }

    /** How many of them do not merely wait for their caller, and have for a while. */
    int busy() {
        return (int) running.stream()
                .filter(answer -> !answer.isForEver() && answer.waitedNanos() < WAITING_NANOS)
                .count();
    }

    /** Nanoseconds since one has ended. */
    long nanosSinceEnd() {
        return System.nanoTime() - lastEnd;
    }

    /** How many were begun. */
    long started() {
        return started.get();
    }

    /** Nanoseconds since a call ran; 0 while one does. */
    long idleNanos() {
        return !running.isEmpty() ? 0 : System.nanoTime() - lastEnd;
    }

    /** A call that has one answer. */
    <T> void one(StreamObserver<T> observer, Supplier<T> work) {
        many(observer, answer -> answer.send(work.get()));
    }

    /** A call that has any number of answers. */
    <T> void many(StreamObserver<T> observer, Work<T> work) {
        Answer<T> answer = new Answer<>((ServerCallStreamObserver<T>) observer, patience);
        running.add(answer);
        started.incrementAndGet();
        try {
            threads.execute(() -> run(answer, work));
        } catch (RejectedExecutionException e) {
            ended(answer);
            LOGGER.log(Level.DEBUG, "No thread is free", e);
            observer.onError(ErrorWire.status(CallSlots.tooMany()));
        }
    }

    private <T> void run(Answer<T> answer, Work<T> work) {
        try {
            answer.runInThisThread(() -> work.run(answer));
            answer.complete();
        } catch (RemException e) {
            if (e.code() == ErrorCode.INTERNAL || e.code() == ErrorCode.CORRUPTED) {
                LOGGER.log(Level.ERROR, "A call failed", e);
            }
            answer.fail(ErrorWire.status(e));
        } catch (StatusRuntimeException e) {
            LOGGER.log(Level.INFO, "A call was ended: {0}", e.getStatus().getDescription());
            answer.fail(e);
        } catch (InterruptedException e) {
            answer.fail(Status.CANCELLED.withDescription("The caller has gone").asRuntimeException());
        } catch (RuntimeException | Error e) {
            // What it is stays here: a message may tell of data or of code.
            LOGGER.log(Level.ERROR, "A call failed for a reason that is a defect", e);
            answer.fail(defect());
        } finally {
            ended(answer);
        }
    }

    private void ended(Answer<?> answer) {
        lastEnd = System.nanoTime();
        running.remove(answer);
    }

    private static StatusRuntimeException defect() {
        return ErrorWire.status(new RemException(ErrorCode.INTERNAL, "The database has failed because of a defect")
                .hint("Its log says where; please report it"));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

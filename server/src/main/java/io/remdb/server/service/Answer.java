package io.remdb.server.service;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a call. {@link #send} waits until the caller takes more, so that a slow one costs no memory, and the thread is
 * interrupted when the caller has gone.
 */
final class Answer<T> {
    /** Work that may wait. */
    @FunctionalInterface
    interface Interruptible {
        void run() throws InterruptedException;
    }

    private final ServerCallStreamObserver<T> observer;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Thread worker;
    private boolean gone;
    private volatile long waitingSince;
    private volatile boolean waiting;
    private volatile boolean forEver;

    /**
     * To be made while the call is being accepted: afterwards its handlers cannot be set.
     *
     * @param patience how long the caller may take nothing
     */
    Answer(ServerCallStreamObserver<T> observer, Duration patience) {
        this.observer = observer;
        this.patience = patience;
        observer.setOnReadyHandler(this::ready);
        observer.setOnCancelHandler(this::cancelled);
    }

    private void ready() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void cancelled() {
        lock.lock();
        try {
            gone = true;
            changed.signalAll();
            if (worker != null) {
                worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs work that is interrupted when the caller goes, and not a moment after it has ended. */
    void runInThisThread(Interruptible work) throws InterruptedException {
        lock.lock();
        try {
            if (gone) {
                throw new InterruptedException();
            }
            worker = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            work.run();
        } finally {
            lock.lock();
            try {
                worker = null;
                var _ = Thread.interrupted(); // the thread goes on to other calls
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for what the caller takes or gives. */
    void waitingForCaller(Interruptible wait) throws InterruptedException {
        waitingSince = System.nanoTime();
        waiting = true;
        try {
            wait.run();
        } finally {
            waiting = false;
        }
    }

    /** Says that the call ends when its caller likes, so that it is no work that anybody waits for. */
    void lastsForEver() {
        forEver = true;
    }

    /** Whether {@link #lastsForEver} was said. */
    boolean isForEver() {
        return forEver;
    }

    /** Nanoseconds for which the call has been waiting for its caller; 0 while it works. */
    long waitedNanos() {
        long since = waitingSince;
        return waiting ? System.nanoTime() - since : 0;
    }

    /**
     * Sends one message, when the caller is ready for it.
     *
     * @throws StatusRuntimeException when the caller takes nothing for so long that what the call holds is to be let go: a thread,
     *     and a view of the database that keeps old data on the disk
     */
    void send(T message) throws InterruptedException {
        lock.lock();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (!observer.isReady() && !gone) {
                if (deadline - System.nanoTime() <= 0) {
                    throw Status.UNAVAILABLE
                            .withDescription("Nothing was taken of the answer for " + patience.toSeconds() + " s")
                            .asRuntimeException();
                }
                waitingForCaller(() -> {
                    var _ = changed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                });
            }
            if (gone) {
                throw new InterruptedException();
            }
        } finally {
            lock.unlock();
        }
        observer.onNext(message);
    }

    /** Nothing more comes. */
    void complete() {
        if (!observer.isCancelled()) {
            observer.onCompleted();
        }
    }

    /** Nothing more comes, for this reason. */
    void fail(StatusRuntimeException reason) {
        if (!observer.isCancelled()) {
            observer.onError(reason);
        }
    }
}

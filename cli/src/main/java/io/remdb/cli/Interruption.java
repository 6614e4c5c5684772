package io.remdb.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: asks the running command to stop and gives it time to finish what it has begun. Without another wish of the
 * command, its thread is interrupted.
 */
final class Interruption {
    private static final int LONGEST_WAIT_SECONDS = 300;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Runnable reaction;
    private volatile boolean requested;

    Interruption(Thread worker) {
        this.reaction = worker::interrupt;
    }

    /** Whether the user wants the command to stop. */
    boolean requested() {
        return requested;
    }

    /** What to do instead of interrupting the thread. */
    void react(Runnable reaction) {
        this.reaction = reaction;
    }

    /** The command has ended, by itself or because it was asked to. */
    void finished() {
        finished.countDown();
    }

    /** Asks the command to stop. */
    void request() {
        if (finished.getCount() > 0) {
            requested = true;
            reaction.run();
        }
    }

    /** Called on the signal: the process ends when this returns. */
    void requestAndWait() {
        request();
        try {
            var _ = finished.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.RemException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The store's one background thread: syncs at intervals, writes down how far, and trims what is kept of the log when it is due. */
final class Housekeeper {
    private static final System.Logger LOGGER = System.getLogger(Housekeeper.class.getName());
    private static final Duration BETWEEN_AGE_CHECKS = Duration.ofMinutes(1);

    private final CallGate gate;
    private final Syncer syncer;
    private final Runnable trimming;
    private final Runnable afterSync;
    private final long intervalNanos;
    private final Thread thread;
    private volatile boolean trimDue;
    private volatile boolean stopped;
    private boolean failing;

    /**
     * @param trimming trims
     * @param afterSync what is done after each sync
     */
    Housekeeper(CallGate gate, Syncer syncer, Runnable trimming, Runnable afterSync, Duration syncInterval) {
        this.gate = gate;
        this.syncer = syncer;
        this.trimming = trimming;
        this.afterSync = afterSync;
        this.intervalNanos = syncInterval.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("rem-store-housekeeper").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has it end soon; what it is doing is waited for at the gate. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Has it trim now. */
    void trimSoon() {
        trimDue = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long nextAgeCheck = System.nanoTime() + BETWEEN_AGE_CHECKS.toNanos();
        while (!stopped) {
            LockSupport.parkNanos(this, intervalNanos);
            boolean ageCheckDue = System.nanoTime() - nextAgeCheck >= 0;
            if (ageCheckDue) {
                nextAgeCheck = System.nanoTime() + BETWEEN_AGE_CHECKS.toNanos();
            }
            boolean trim = trimDue || ageCheckDue;
            trimDue = false;
            int pass = gate.tryEnter();
            if (pass < 0) {
                return;
            }
            try {
                work(trim);
            } finally {
                gate.leave(pass);
            }
        }
    }

    /** A failure here is no caller's: it is logged once, and every round tries again. */
    private void work(boolean trim) {
        try {
            syncer.sync();
            afterSync.run();
            if (trim) {
                trimming.run();
            }
            failing = false;
        } catch (RemException e) {
            if (trim) {
                trimDue = true;
            }
            if (!failing) {
                failing = true;
                LOGGER.log(System.Logger.Level.WARNING, "The store cannot sync or trim its log, and keeps trying", e);
            }
        }
    }
}

package io.remdb.ingest;

import io.remdb.ingest.source.Found;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads files while others are embedded and written. What it has read and nobody has taken is bounded: by the length of the
 * texts, whatever their number.
 */
final class Reading implements AutoCloseable {
    private static final int MOST_ITEMS = 256;
    private static final int CHARACTERS_OF_A_PERMIT = 1024;
    private static final int PERMITS = 16 << 10;
    private static final long LOOK_AGAIN_MS = 100;

    private final Sources sources;
    private final FileIntake intake;
    private final ArrayBlockingQueue<Item> items = new ArrayBlockingQueue<>(MOST_ITEMS);
    private final Semaphore room = new Semaphore(PERMITS);
    private final Thread thread;
    private volatile boolean stopped;

    Reading(Sources sources, FileIntake intake) {
        this.sources = sources;
        this.intake = intake;
        this.thread = Thread.ofPlatform().daemon().name("rem-ingest-reader").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            sources.visit(this::read);
            put(new Item.End(sources.passedOver()));
        } catch (CancellationException e) {
            // Nobody takes anything any more.
        } catch (RuntimeException | Error e) {
            if (!stopped) {
                put(new Item.Broken(e));
            }
        }
    }

    private void read(Found found) {
        if (stopped) {
            throw new CancellationException();
        }
        put(intake.take(found));
    }

    private void put(Item item) {
        try {
            room.acquire(permits(item));
            items.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private static int permits(Item item) {
        return item instanceof Item.Pending pending
                ? (int) Math.min(PERMITS, pending.characters() / CHARACTERS_OF_A_PERMIT + 1)
                : 0;
    }

    /** The next item, when there is one; null when this has been stopped. */
    @Nullable
    Item take() throws InterruptedException {
        Item item = null;
        while (item == null && !stopped) {
            item = items.poll(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        }
        return stopped ? null : item;
    }

    /** The next item, if there is one now. */
    @Nullable
    Item poll() {
        return stopped ? null : items.poll();
    }

    /** An item that was taken needs no more memory. */
    void done(Item item) {
        room.release(permits(item));
    }

    /** Nothing more is read. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    boolean stopped() {
        return stopped;
    }

    /** Stops and waits until the thread has ended. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

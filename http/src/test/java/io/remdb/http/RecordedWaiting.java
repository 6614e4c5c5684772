package io.remdb.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only by pauses, which are over at once. */
public final class RecordedWaiting implements Waiting {
    /** Where time begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();

    /** The pauses so far, in order. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(duration);
        nanos.addAndGet(duration.toNanos());
    }
}

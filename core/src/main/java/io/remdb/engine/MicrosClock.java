package io.remdb.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UTC in microseconds, each reading later than the one before, so that rows written one after the other are ordered by time
 * even when the system's clock is coarse or is set back.
 */
final class MicrosClock {
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    long next() {
        long now = micros(Instant.now());
        return last.updateAndGet(previous -> Math.max(now, previous + 1));
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

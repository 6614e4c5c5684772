package io.remdb.http;

import java.time.Duration;
import java.time.Instant;

/** Time as retries see it; tests bring their own, so that they need not wait. */
public interface Waiting {
    /** The machine's time. */
    Waiting REAL = new Waiting() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    };

    /** For measuring how much time has passed. */
    long nanoTime();

    /** For dates that a service names. */
    Instant now();

    /** Returns after the duration. */
    void pause(Duration duration) throws InterruptedException;
}

package io.remdb.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Finishes, after an open, index builds that a crash has cut off. */
final class BackgroundBuild {
    private static final Logger LOGGER = System.getLogger(BackgroundBuild.class.getName());

    private final TableBuilder builder;
    private @Nullable Thread thread;

    BackgroundBuild(TableBuilder builder) {
        this.builder = builder;
    }

    void start() {
        thread = Thread.ofPlatform().name("rem-index-build").daemon().start(this::run);
    }

    private void run() {
        try {
            builder.resume();
        } catch (RuntimeException e) {
            // The tables stay marked as incomplete: their new indexes are not read, and the next open tries again.
            LOGGER.log(Level.WARNING, "An index build that was cut off could not be finished", e);
        }
    }

    /** Gives the build up and waits until it has stopped. */
    void stop() throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join();
        }
    }
}

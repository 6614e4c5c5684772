package io.remdb.engine;

import io.remdb.store.Unattended;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Does after an open, in the background, what an earlier process has begun and what the settings ask for. */
final class Resumption {
    private static final Logger LOGGER = System.getLogger(Resumption.class.getName());

    private final SchemaVerbs schemas;
    private @Nullable Thread thread;

    Resumption(SchemaVerbs schemas) {
        this.schemas = schemas;
    }

    void start() {
        thread = Thread.ofPlatform().name("rem-resumption").daemon().start(this::run);
    }

    private void run() {
        Unattended.run(this::resume);
    }

    private void resume() {
        try {
            schemas.finishRemovals();
            schemas.followModels();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                // What is unfinished stays marked, and the next open tries again.
                LOGGER.log(Level.WARNING, "What an earlier process has begun could not be finished", e);
            }
        }
    }

    /** Gives up and waits until it has stopped. */
    void stop() throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join();
        }
    }
}

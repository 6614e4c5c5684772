package io.remdb.telemetry;

import io.remdb.RemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line for each search and statement that took long, with what was asked for but none of its values. */
final class SlowLog {
    /** The name by which it is switched on and off. */
    static final String NAME = "io.remdb.slow";

    private static final Logger LOGGER = System.getLogger(NAME);

    private SlowLog() {}

    static void say(Kind kind, long ms, long rows, Supplier<String> shape, @Nullable Throwable failure) {
        if (LOGGER.isLoggable(Level.INFO)) {
            String end = failure == null
                    ? ""
                    : ", error=" + (failure instanceof RemException known ? known.code() : "INTERNAL");
            LOGGER.log(
                    Level.INFO, "slow " + kind.label() + " (ms=" + ms + ", rows=" + rows + end + "): " + shape.get());
        }
    }
}

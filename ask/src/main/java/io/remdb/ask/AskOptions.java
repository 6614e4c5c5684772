package io.remdb.ask;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How questions are answered.
 *
 * @param table the only table to ask; null for all
 * @param maxStages how many statements are tried at most, the first one included, 1 to {@value #MOST_STAGES}
 * @param maxRows how many rows an answer has at most, from 1
 * @param timeoutMs how long each statement may work, in milliseconds; 0 for {@code P8_SEARCH_TIMEOUT_MS}
 * @param clock what "now" is, in the zone of who asks
 */
public record AskOptions(@Nullable String table, int maxStages, int maxRows, int timeoutMs, Clock clock) {
    /** The most statements for one question. */
    public static final int MOST_STAGES = 10;

    private static final int STAGES = 3;
    private static final int ROWS = 1_000;

    public AskOptions {
        if (maxStages < 1 || maxStages > MOST_STAGES) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "Stages are 1 to " + MOST_STAGES)
                    .with("maxStages", maxStages);
        }
        if (maxRows < 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A limit of rows is at least 1")
                    .with("maxRows", maxRows);
        }
        if (timeoutMs < 0) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A time-out is at least 0, in milliseconds")
                    .with("timeoutMs", timeoutMs);
        }
    }

    /** All tables, three statements, a thousand rows, the configured time-out, the clock and zone of this machine. */
    public static AskOptions defaults() {
        return new AskOptions(null, STAGES, ROWS, 0, Clock.system(ZoneId.systemDefault()));
    }

    /** The same for one table. */
    public AskOptions withTable(@Nullable String table) {
        return new AskOptions(table, maxStages, maxRows, timeoutMs, clock);
    }

    /** The same with another number of statements. */
    public AskOptions withMaxStages(int maxStages) {
        return new AskOptions(table, maxStages, maxRows, timeoutMs, clock);
    }

    /** The same with another number of rows. */
    public AskOptions withMaxRows(int maxRows) {
        return new AskOptions(table, maxStages, maxRows, timeoutMs, clock);
    }

    /** The same with another time-out in milliseconds. */
    public AskOptions withTimeoutMs(int timeoutMs) {
        return new AskOptions(table, maxStages, maxRows, timeoutMs, clock);
    }

    /** The same at another time, or in another zone. */
    public AskOptions withClock(Clock clock) {
        return new AskOptions(table, maxStages, maxRows, timeoutMs, clock);
    }
}

package io.remdb.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt came to, where it is not an error for good. */
sealed interface Outcome {
    /** The service answered; the bytes should be JSON. */
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(byte[] body) implements Outcome {}

    /**
     * It may succeed later.
     *
     * @param problem for the message when it never does
     * @param askedFor how long the service wants to be left alone; null when it does not say
     */
    record Unavailable(
            String problem,
            @Nullable Throwable cause,
            @Nullable Duration askedFor) implements Outcome {}
}

package io.remdb.ask;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A question in plain language.
 *
 * @param text as it was asked
 * @param now the moment that "yesterday" and "last week" are seen from, in the zone of who asks
 * @param table the only table to ask; null for all
 */
public record Question(
        String text, ZonedDateTime now, @Nullable String table) {
    /** The most characters that a question may have. */
    public static final int LONGEST = 4_000;

    public Question {
        if (text.isBlank()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The question is empty");
        }
        if (text.length() > LONGEST) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The question is too long")
                    .with("characters", text.length())
                    .with("most", LONGEST);
        }
    }
}

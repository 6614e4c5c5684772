package io.remdb.sql;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/** Reads moments as rows hold them: ISO 8601, with an offset or in UTC. */
final class StoredTime {
    private StoredTime() {}

    /** The moment in microseconds, UTC; NULL when the text is none. */
    static Value timestamp(String text) {
        try {
            OffsetDateTime time = text.length() > 10 && hasOffset(text)
                    ? OffsetDateTime.parse(text)
                    : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
            return SqlValues.timestamp(
                    Math.addExact(Math.multiplyExact(time.toEpochSecond(), 1_000_000L), time.getNano() / 1_000));
        } catch (DateTimeException | ArithmeticException notMoment) { // reads as NULL by contract
            return ValueNull.INSTANCE;
        }
    }

    private static boolean hasOffset(String text) {
        char last = text.charAt(text.length() - 1);
        return last == 'Z' || last == 'z' || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
    }
}

package io.remdb.sql;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/** Reads moments as rows hold them: ISO 8601, with an offset or in UTC. */
final class StoredTime {
    private static final String PATTERN = "0000-00-00T00:00:00Z";
    /** Every month has it. */
    private static final int SAFE_DAY = 28;

    private static final long SECONDS_PER_DAY = 86_400;

    private StoredTime() {}

    /** The moment in microseconds, UTC; NULL when the text is none. */
    static Value timestamp(String text) {
        if (isPlain(text)) {
            return SqlValues.timestamp(plain(text));
        }
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

    /** Whether a text is a moment of the usual form, {@code 2025-01-31T10:20:30Z}, in the first 28 days of a month. */
    private static boolean isPlain(String text) {
        if (text.length() != PATTERN.length()) {
            return false;
        }
        for (int i = 0; i < PATTERN.length(); i++) {
            char wanted = PATTERN.charAt(i);
            char given = text.charAt(i);
            if (wanted == '0' ? given < '0' || given > '9' : given != wanted) {
                return false;
            }
        }
        int month = number(text, 5);
        int day = number(text, 8);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= SAFE_DAY
                && number(text, 11) < 24
                && number(text, 14) < 60
                && number(text, 17) < 60;
    }

    private static long plain(String text) {
        long day = LocalDate.of(number(text, 0) * 100 + number(text, 2), number(text, 5), number(text, 8))
                .toEpochDay();
        long seconds = number(text, 11) * 3600L + number(text, 14) * 60L + number(text, 17);
        return (day * SECONDS_PER_DAY + seconds) * 1_000_000L;
    }

    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static boolean hasOffset(String text) {
        char last = text.charAt(text.length() - 1);
        return last == 'Z' || last == 'z' || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
    }
}

package io.remdb.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as text. Thread-safe. */
public final class Timestamps {
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** ISO 8601, UTC, always six decimals, so that text sorts as time does. */
    public static String text(Instant instant) {
        return MICROSECONDS.format(instant);
    }
}

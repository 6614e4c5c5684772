package io.remdb.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as text. Thread-safe. */
public final class Timestamps {
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String FORM = "0000-00-00T00:00:00.000000Z";
    private static final int LAST_USUAL_YEAR = 9999;

    private Timestamps() {}

    /** ISO 8601, UTC, always six decimals, so that text sorts as time does. */
    public static String text(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > LAST_USUAL_YEAR) {
            return MICROSECONDS.format(instant);
        }
        // Every row has two or three of these: a formatter takes ten times as long.
        char[] text = FORM.toCharArray();
        put(text, 3, time.getYear());
        put(text, 6, time.getMonthValue());
        put(text, 9, time.getDayOfMonth());
        put(text, 12, time.getHour());
        put(text, 15, time.getMinute());
        put(text, 18, time.getSecond());
        put(text, 25, time.getNano() / 1000);
        return new String(text);
    }

    /** Writes a number so that its last digit stands at a place. */
    private static void put(char[] text, int last, int number) {
        int rest = number;
        for (int at = last; rest > 0; at--) {
            text[at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}

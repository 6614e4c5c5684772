package io.remdb.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** When something is done again. As text {@code 90m}, {@code 6h}, {@code 1d}, {@code 02:30} or {@code after:100}. */
public sealed interface Schedule {
    /** The texts, for people. */
    String RANGE =
            "a time between two runs (1m to 366d, such as 6h), a time of day (02:30), or after:<1 to 1000000 messages>";

    /** What {@link After} begins with as text. */
    String AFTER = "after:";

    /** Minutes. */
    long MINUTES_OF_AN_HOUR = 60;

    /** Minutes. */
    long MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;

    /** Days. */
    long LONGEST_DAYS = 366;

    /** Messages. */
    int MOST_MESSAGES = 1_000_000;

    /** A time after the last. */
    record Every(Duration pause) implements Schedule {
        @Override
        public String toString() {
            long minutes = pause.toMinutes();
            if (minutes % MINUTES_OF_A_DAY == 0) {
                return minutes / MINUTES_OF_A_DAY + "d";
            }
            return minutes % MINUTES_OF_AN_HOUR == 0 ? minutes / MINUTES_OF_AN_HOUR + "h" : minutes + "m";
        }

        /** When it is due, after it was done. */
        public Instant next(Instant last) {
            return last.plus(pause);
        }
    }

    /** Every day at a time of the clock on the wall. */
    record Daily(LocalTime time) implements Schedule {
        @Override
        public String toString() {
            return time.toString();
        }

        /** When it is due, after it was done: where clocks are put forward over that time, as much later. */
        public Instant next(Instant last, ZoneId zone) {
            ZonedDateTime before = last.atZone(zone);
            Instant today = before.toLocalDate().atTime(time).atZone(zone).toInstant();
            return today.isAfter(last)
                    ? today
                    : before.toLocalDate().plusDays(1).atTime(time).atZone(zone).toInstant();
        }
    }

    /** When there are so many new messages. */
    record After(int messages) implements Schedule {
        @Override
        public String toString() {
            return AFTER + messages;
        }
    }

    /** Reads a text; null when it is none of these. */
    static @Nullable Schedule parse(String text) {
        try {
            if (text.startsWith(AFTER)) {
                int messages = Integer.parseInt(text.substring(AFTER.length()));
                return messages >= 1 && messages <= MOST_MESSAGES ? new After(messages) : null;
            }
            if (text.indexOf(':') >= 0) {
                return text.length() == "02:30".length() ? new Daily(LocalTime.parse(text)) : null;
            }
            return every(text);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Schedule every(String text) {
        long unitMinutes = switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
            case 'm' -> 1;
            case 'h' -> MINUTES_OF_AN_HOUR;
            case 'd' -> MINUTES_OF_A_DAY;
            default -> 0;
        };
        if (unitMinutes == 0) {
            return null;
        }
        int units = Integer.parseInt(text.substring(0, text.length() - 1));
        long minutes = units * unitMinutes;
        return minutes >= 1 && minutes <= LONGEST_DAYS * MINUTES_OF_A_DAY
                ? new Every(Duration.ofMinutes(minutes))
                : null;
    }
}

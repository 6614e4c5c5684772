package io.remdb.schema;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads moments and days. A moment is RFC 3339 ({@code 2026-01-31T08:15:30.123456+01:00}) and what Python and Java write
 * besides: a space for the {@code T}, no seconds, an offset without its colon, and no offset at all, which means UTC. What is
 * finer than a microsecond is cut off.
 */
final class Timestamps {
    private static final int DATE_LENGTH = 10;
    private static final int SHORTEST = 16;
    private static final long SECONDS_A_DAY = 86_400;
    private static final int MOST_OFFSET_HOURS = 18;

    private static final long FIRST_MICROS = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY * 1_000_000;
    private static final long LAST_MICROS = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY * 1_000_000 - 1;

    private Timestamps() {}

    /** A day as {@code yyyy-MM-dd}. */
    static Optional<LocalDate> date(String text) {
        if (text.length() != DATE_LENGTH || !startsWithDate(text)) {
            return Optional.empty();
        }
        return day(text);
    }

    /**
     * Whether a row may have it: a moment whose year in UTC, as SQL and exports write it, has four digits. A time zone can
     * carry the first and the last hours of those years over their end.
     */
    static boolean isWritable(String text) {
        OptionalLong micros = epochMicros(text);
        return micros.isPresent() && micros.getAsLong() >= FIRST_MICROS && micros.getAsLong() <= LAST_MICROS;
    }

    /** Microseconds since 1970-01-01T00:00:00Z; empty when it is not a moment. */
    static OptionalLong epochMicros(String text) {
        if (text.length() < SHORTEST || !startsWithDate(text) || "Tt ".indexOf(text.charAt(DATE_LENGTH)) < 0) {
            return OptionalLong.empty();
        }
        Optional<LocalDate> day = day(text.substring(0, DATE_LENGTH));
        int hour = number(text, 11);
        int minute = text.charAt(13) == ':' ? number(text, 14) : -1;
        if (day.isEmpty() || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return OptionalLong.empty();
        }
        int at = SHORTEST;
        int second = 0;
        long micros = 0;
        if (at < text.length() && text.charAt(at) == ':') {
            second = at + 3 <= text.length() ? number(text, at + 1) : -1;
            at += 3;
            if (second < 0 || second > 59) {
                return OptionalLong.empty();
            }
            int end = endOfFraction(text, at);
            if (end == at + 1) {
                return OptionalLong.empty();
            }
            micros = end > at ? fraction(text, at + 1, end) : 0;
            at = end;
        }
        OptionalLong offset = offsetSeconds(text.substring(at));
        if (offset.isEmpty()) {
            return OptionalLong.empty();
        }
        long seconds = day.get().toEpochDay() * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
        return OptionalLong.of((seconds - offset.getAsLong()) * 1_000_000 + micros);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.of(number(text, 0) * 100 + number(text, 2), number(text, 5), number(text, 8)));
        } catch (DateTimeException e) {
            // The 30th of February and its like: not a day, which is what the caller asks.
            return Optional.empty();
        }
    }

    private static boolean startsWithDate(String text) {
        return number(text, 0) >= 0
                && number(text, 2) >= 0
                && text.charAt(4) == '-'
                && number(text, 5) >= 0
                && text.charAt(7) == '-'
                && number(text, 8) >= 0;
    }

    /** Two digits, or -1. */
    private static int number(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
    }

    private static int endOfFraction(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '.') {
            return at;
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static long fraction(String text, int from, int to) {
        long micros = 0;
        for (int digit = 0; digit < 6; digit++) {
            int at = from + digit;
            micros = micros * 10 + (at < to ? text.charAt(at) - '0' : 0);
        }
        return micros;
    }

    private static OptionalLong offsetSeconds(String text) {
        if (text.isEmpty() || text.equals("Z") || text.equals("z")) {
            return OptionalLong.of(0);
        }
        boolean colon = text.length() == 6 && text.charAt(3) == ':';
        char sign = text.charAt(0);
        if ((sign != '+' && sign != '-') || !(colon || text.length() == 5 || text.length() == 3)) {
            return OptionalLong.empty();
        }
        int hours = number(text, 1);
        int minutes = text.length() == 3 ? 0 : number(text, colon ? 4 : 3);
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MOST_OFFSET_HOURS * 60) {
            return OptionalLong.empty();
        }
        long seconds = hours * 3600L + minutes * 60L;
        return OptionalLong.of(sign == '-' ? -seconds : seconds);
    }
}

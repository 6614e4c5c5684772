package io.remdb.ask.local;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** English names of days, months and lengths of time. */
final class TimeWords {
    static final Map<String, DayOfWeek> WEEKDAYS = new HashMap<>();
    static final Map<String, Month> MONTHS = new HashMap<>();
    static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("day", ChronoUnit.DAYS),
            Map.entry("week", ChronoUnit.WEEKS),
            Map.entry("fortnight", ChronoUnit.WEEKS),
            Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("year", ChronoUnit.YEARS));
    static final int SHORT_NAME = 3;

    static {
        for (DayOfWeek day : DayOfWeek.values()) {
            WEEKDAYS.put(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT), day);
        }
        for (String[] name : new String[][] {
            {"mon", "monday"},
            {"tue", "tuesday"},
            {"tues", "tuesday"},
            {"wed", "wednesday"},
            {"thu", "thursday"},
            {"thur", "thursday"},
            {"thurs", "thursday"},
            {"fri", "friday"}
        }) {
            WEEKDAYS.put(name[0], WEEKDAYS.get(name[1]));
        }
        for (Month month : Month.values()) {
            String name = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
            MONTHS.put(name, month);
            MONTHS.put(name.substring(0, SHORT_NAME), month);
        }
        MONTHS.put("sept", Month.SEPTEMBER);
    }

    private TimeWords() {}

    /** Whether a word is the name of a day or a month. */
    static boolean isName(Token token) {
        return WEEKDAYS.containsKey(token.lower()) || MONTHS.containsKey(token.lower());
    }
}

package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Understands English phrases for time, as seen from a moment in a zone. Weeks begin on Monday. {@code last week} is the calendar week
 * before this one, {@code the last 7 days} the 168 hours before now; a month or a day of the week without a year is the latest one that
 * has begun.
 */
final class TimePhrases {
    private static final Map<String, DayOfWeek> WEEKDAYS = new HashMap<>();
    private static final Map<String, Month> MONTHS = new HashMap<>();
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("day", ChronoUnit.DAYS),
            Map.entry("week", ChronoUnit.WEEKS),
            Map.entry("fortnight", ChronoUnit.WEEKS),
            Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("year", ChronoUnit.YEARS));
    private static final Map<String, Integer> ORDINALS = Map.of("first", 1, "second", 2, "third", 3, "fourth", 4);
    private static final Set<String> LEADS =
            Set.of("in", "on", "during", "over", "within", "at", "for", "from", "of", "the");
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2200;
    private static final int MONTHS_OF_QUARTER = 3;
    private static final int SHORT_NAME = 3;

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

    private final ZonedDateTime now;
    private final List<Token> tokens;

    TimePhrases(ZonedDateTime now, List<Token> tokens) {
        this.now = now;
        this.tokens = tokens;
    }

    /**
     * A phrase of time.
     *
     * @param start of its first token
     * @param end after its last token
     */
    record Phrase(TimeRange range, int start, int end) {}

    /** Whether a word is the name of a day or a month. */
    static boolean isName(Token token) {
        return WEEKDAYS.containsKey(token.lower()) || MONTHS.containsKey(token.lower());
    }

    /** The phrase that begins at a token, with the preposition before it. */
    Optional<Phrase> at(int start) {
        String word = word(start);
        return switch (word) {
            case "since" -> related(start, start + 1, TimeRange::onwards);
            case "after" -> related(start, start + 1, TimeRange::after);
            case "before" -> related(start, start + 1, TimeRange::before);
            case "until", "till" -> related(start, start + 1, TimeRange::until);
            case "by" -> related(start, start + 1, TimeRange::until);
            case "prior", "up" ->
                word(start + 1).equals("to")
                        ? related(start, start + 2, word.equals("up") ? TimeRange::until : TimeRange::before)
                        : Optional.empty();
            case "earlier", "older" ->
                word(start + 1).equals("than") ? than(start, start + 2, TimeRange::before) : Optional.empty();
            case "later", "newer" ->
                word(start + 1).equals("than") ? than(start, start + 2, TimeRange::after) : Optional.empty();
            case "between" -> pair(start, start + 1, "and");
            case "from" -> pair(start, start + 1, "to").or(() -> span(start));
            default -> span(start);
        };
    }

    private Optional<Phrase> related(int start, int at, UnaryOperator<TimeRange> relation) {
        return span(at).map(phrase -> new Phrase(relation.apply(phrase.range()), start, phrase.end()));
    }

    /** {@code older than 3 days}: a length of time before now, or a moment. */
    private Optional<Phrase> than(int start, int at, UnaryOperator<TimeRange> relation) {
        Optional<NumberWords.Found> number = NumberWords.at(tokens, at);
        if (number.isPresent()) {
            ChronoUnit unit = UNITS.get(word(number.get().end()));
            if (unit != null) {
                ZonedDateTime moment =
                        back(number.get().intValue(), unit, word(number.get().end()));
                return Optional.of(new Phrase(
                        relation.apply(TimeRange.between(moment, moment)),
                        start,
                        number.get().end() + 1));
            }
        }
        return related(start, at, relation);
    }

    private Optional<Phrase> pair(int start, int at, String conjunction) {
        Optional<Phrase> first = span(at);
        if (first.isEmpty() || !isConjunction(word(first.get().end()), conjunction)) {
            return monthDays(start, at, conjunction);
        }
        return span(first.get().end() + 1).map(last -> {
            TimeRange range = first.get().range();
            ZonedDateTime from = range.from();
            ZonedDateTime to = last.range().to();
            // "between November and January": the first one is before the last one.
            if (from != null && to != null && from.isAfter(to)) {
                range = TimeRange.between(from.minusYears(1), to);
            }
            return new Phrase(range.through(last.range()), start, last.end());
        });
    }

    /** {@code between 3 and 7 March}, {@code from 3 to 7 March 2026}. */
    private Optional<Phrase> monthDays(int start, int at, String conjunction) {
        Optional<Integer> day = dayOfMonth(at);
        if (day.isEmpty()) {
            return Optional.empty();
        }
        int next = afterDay(at);
        if (!isConjunction(word(next), conjunction)) {
            return Optional.empty();
        }
        return span(next + 1).filter(last -> last.range().from() != null).map(last -> {
            ZonedDateTime end = java.util.Objects.requireNonNull(last.range().from());
            ZonedDateTime from =
                    end.withDayOfMonth(Math.min(day.get(), end.toLocalDate().lengthOfMonth()));
            return new Phrase(TimeRange.between(from, end.plusDays(1)), start, last.end());
        });
    }

    private static boolean isConjunction(String word, String conjunction) {
        return word.equals(conjunction)
                || (conjunction.equals("to") && (word.equals("until") || word.equals("through")));
    }

    /** A stretch of time without a relation, with what leads to it. */
    private Optional<Phrase> span(int start) {
        int at = start;
        while (LEADS.contains(word(at))) {
            at++;
        }
        return bare(at).map(phrase -> new Phrase(phrase.range(), start, phrase.end()));
    }

    private Optional<Phrase> bare(int at) {
        Optional<Phrase> day = day(at);
        if (day.isPresent()) {
            return Optional.of(withPartOfDay(day.get()));
        }
        Optional<Phrase> partFirst = partOfDay(at)
                .filter(part -> part.start() < part.end())
                .flatMap(part -> {
                    int next = part.end();
                    while (word(next).equals("of") || word(next).equals("on")) {
                        next++;
                    }
                    return day(next).map(found -> new Phrase(of(found, part.part()), at, found.end()));
                });
        return partFirst
                .or(() -> relative(at))
                .or(() -> ago(at))
                .or(() -> rolling(at))
                .or(() -> calendar(at));
    }

    // Days
    // ------------------------------------------------------------------------------------------------------------------------

    private Optional<Phrase> day(int at) {
        LocalDate today = now.toLocalDate();
        String word = word(at);
        switch (word) {
            case "today" -> {
                return day(today, at, at + 1);
            }
            case "yesterday" -> {
                return day(today.minusDays(1), at, at + 1);
            }
            case "tomorrow" -> {
                return day(today.plusDays(1), at, at + 1);
            }
            case "tonight" -> {
                return Optional.of(new Phrase(of(day(today, at, at + 1).orElseThrow(), Part.EVENING), at, at + 1));
            }
            case "day" -> {
                if (word(at + 1).equals("before") && word(at + 2).equals("yesterday")) {
                    return day(today.minusDays(2), at, at + 3);
                }
                return Optional.empty();
            }
            case "last" -> {
                if (word(at + 1).equals("night")) {
                    return Optional.of(new Phrase(
                            TimeRange.between(
                                    at(today.minusDays(1), Part.NIGHT.from),
                                    at(today, LocalTime.MIN).plusHours(Part.NIGHT_ENDS)),
                            at,
                            at + 2));
                }
            }
            default -> {}
        }
        return weekday(at).or(() -> date(at));
    }

    private Optional<Phrase> weekday(int at) {
        String lead = word(at);
        boolean led = Set.of("last", "this", "past", "next", "previous").contains(lead);
        int place = led ? at + 1 : at;
        DayOfWeek day = WEEKDAYS.get(word(place));
        if (day == null) {
            return Optional.empty();
        }
        LocalDate today = now.toLocalDate();
        LocalDate date = switch (led ? lead : "") {
            case "last", "past", "previous" -> today.with(TemporalAdjusters.previous(day));
            case "next" -> today.with(TemporalAdjusters.next(day));
            case "this" ->
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).with(TemporalAdjusters.nextOrSame(day));
            default -> today.with(TemporalAdjusters.previousOrSame(day));
        };
        return day(date, at, place + 1);
    }

    private Optional<Phrase> date(int at) {
        String word = word(at);
        try {
            if (word.length() == "2026-01-01".length() && word.charAt(SHORT_NAME + 1) == '-') {
                return day(LocalDate.parse(word), at, at + 1);
            }
            if (word.length() > "2026-01-01".length() && word.charAt(SHORT_NAME + 1) == '-') {
                ZonedDateTime moment =
                        OffsetDateTime.parse(tokens.get(at).text()).atZoneSameInstant(now.getZone());
                return Optional.of(new Phrase(TimeRange.between(moment, moment.plusSeconds(1)), at, at + 1));
            }
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        Optional<Integer> dayFirst = dayOfMonth(at);
        if (dayFirst.isPresent()) {
            int next = afterDay(at);
            if (word(next).equals("of")) {
                next++;
            }
            Month month = month(next);
            return month == null ? Optional.empty() : dated(month, dayFirst.get(), at, next + 1);
        }
        Month month = month(at);
        if (month == null) {
            return Optional.empty();
        }
        int next = word(at + 1).equals("the") ? at + 2 : at + 1;
        Optional<Integer> dayLast = dayOfMonth(next);
        // "March 2026" is a month.
        return dayLast.isEmpty() ? Optional.empty() : dated(month, dayLast.get(), at, afterDay(next));
    }

    private Optional<Phrase> dated(Month month, int day, int start, int end) {
        int next = word(end).equals(",") ? end + 1 : end;
        Optional<Integer> year = year(next);
        if (day > month.maxLength()) {
            return Optional.empty();
        }
        if (year.isPresent()) {
            return day > YearMonth.of(year.get(), month).lengthOfMonth()
                    ? Optional.empty()
                    : day(LocalDate.of(year.get(), month, day), start, next + 1);
        }
        YearMonth latest = latest(month);
        if (day > latest.lengthOfMonth()) {
            return Optional.empty();
        }
        LocalDate date = latest.atDay(day);
        return day(date.isAfter(now.toLocalDate()) ? date.minusYears(1) : date, start, end);
    }

    private Optional<Integer> dayOfMonth(int at) {
        if (at >= tokens.size() || !tokens.get(at).is(Kind.NUMBER)) {
            return Optional.empty();
        }
        String digits = tokens.get(at).lemma();
        return digits.length() <= 2 && digits.chars().allMatch(Character::isDigit)
                ? Optional.of(Integer.valueOf(digits)).filter(day -> day >= 1 && day <= Month.JANUARY.maxLength())
                : Optional.empty();
    }

    /** After the number and its {@code st}, {@code nd}, {@code rd}, {@code th}. */
    private int afterDay(int at) {
        boolean suffixed = at + 1 < tokens.size()
                && tokens.get(at + 1).start() == tokens.get(at).end()
                && Set.of("st", "nd", "rd", "th").contains(tokens.get(at + 1).lower());
        return suffixed ? at + 2 : at + 1;
    }

    private Optional<Phrase> day(LocalDate date, int start, int end) {
        return Optional.of(new Phrase(days(date, date.plusDays(1)), start, end));
    }

    // Parts of days
    // -----------------------------------------------------------------------------------------------------------------

    /** A part of a day. */
    private enum Part {
        MORNING(LocalTime.of(6, 0), LocalTime.NOON),
        NOON(LocalTime.of(11, 0), LocalTime.of(13, 0)),
        AFTERNOON(LocalTime.NOON, LocalTime.of(18, 0)),
        EVENING(LocalTime.of(18, 0), LocalTime.MIN),
        NIGHT(LocalTime.of(20, 0), LocalTime.MIN);

        private static final int NIGHT_ENDS = 6;

        private final LocalTime from;
        private final LocalTime to;

        Part(LocalTime from, LocalTime to) {
            this.from = from;
            this.to = to;
        }

        static @Nullable Part named(String word) {
            return switch (word) {
                case "morning" -> MORNING;
                case "noon", "midday", "lunchtime" -> NOON;
                case "afternoon" -> AFTERNOON;
                case "evening" -> EVENING;
                case "night" -> NIGHT;
                default -> null;
            };
        }
    }

    private record PartPhrase(Part part, int start, int end) {}

    private Optional<PartPhrase> partOfDay(int at) {
        int place = at;
        while (Set.of("in", "the", "at").contains(word(place))) {
            place++;
        }
        Part part = Part.named(word(place));
        return part == null ? Optional.empty() : Optional.of(new PartPhrase(part, at, place + 1));
    }

    private Phrase withPartOfDay(Phrase day) {
        return partOfDay(day.end())
                .map(part -> new Phrase(of(day, part.part()), day.start(), part.end()))
                .orElse(day);
    }

    private TimeRange of(Phrase day, Part part) {
        LocalDate date = java.util.Objects.requireNonNull(day.range().from()).toLocalDate();
        return TimeRange.between(
                at(date, part.from), part.to.equals(LocalTime.MIN) ? at(date.plusDays(1), part.to) : at(date, part.to));
    }

    // What is relative to now
    // -------------------------------------------------------------------------------------------------------

    private Optional<Phrase> relative(int at) {
        String lead = word(at);
        int steps = switch (lead) {
            case "this", "current" -> 0;
            case "last", "previous", "past" -> -1;
            case "next" -> 1;
            default -> Integer.MIN_VALUE;
        };
        if (steps == Integer.MIN_VALUE) {
            return Optional.empty();
        }
        LocalDate today = now.toLocalDate();
        String unit = word(at + 1);
        Part part = Part.named(unit);
        if (part != null && steps == 0) {
            return Optional.of(new Phrase(of(day(today, at, at + 2).orElseThrow(), part), at, at + 2));
        }
        Month month = month(at + 1);
        if (month != null) {
            YearMonth latest =
                    steps > 0 ? next(month) : steps == 0 ? YearMonth.of(now.getYear(), month) : latestBefore(month);
            return Optional.of(
                    new Phrase(days(latest.atDay(1), latest.plusMonths(1).atDay(1)), at, at + 2));
        }
        LocalDate from = switch (unit) {
            case "week" ->
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusWeeks(steps);
            case "weekend" -> weekend(today, steps);
            case "month" -> today.withDayOfMonth(1).plusMonths(steps);
            case "quarter" -> quarter(today).plusMonths((long) steps * MONTHS_OF_QUARTER);
            case "year" -> today.withDayOfYear(1).plusYears(steps);
            default -> null;
        };
        if (from == null) {
            return Optional.empty();
        }
        if (lead.equals("past")) {
            return UNITS.containsKey(unit)
                    ? Optional.of(new Phrase(TimeRange.between(back(1, UNITS.get(unit), unit), now), at, at + 2))
                    : Optional.empty();
        }
        LocalDate to = switch (unit) {
            case "week" -> from.plusWeeks(1);
            case "weekend" -> from.plusDays(2);
            case "month" -> from.plusMonths(1);
            case "quarter" -> from.plusMonths(MONTHS_OF_QUARTER);
            default -> from.plusYears(1);
        };
        return Optional.of(new Phrase(days(from, to), at, at + 2));
    }

    /** The last weekend is the last that is over; this one is that of this week. */
    private static LocalDate weekend(LocalDate today, int steps) {
        LocalDate saturday =
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).with(DayOfWeek.SATURDAY);
        return saturday.plusWeeks(steps);
    }

    /** {@code 3 days ago}: that day; {@code 2 hours ago}: that hour. */
    private Optional<Phrase> ago(int at) {
        return amount(at).filter(amount -> word(amount.end).equals("ago")).map(amount -> {
            ZonedDateTime moment = back(amount.number, amount.unit, amount.name);
            LocalDate date = moment.toLocalDate();
            TimeRange range = switch (amount.unit) {
                case SECONDS, MINUTES -> TimeRange.between(moment.minusMinutes(1), moment.plusMinutes(1));
                case HOURS -> TimeRange.between(moment.minusMinutes(30), moment.plusMinutes(30));
                case MONTHS ->
                    days(date.withDayOfMonth(1), date.withDayOfMonth(1).plusMonths(1));
                case YEARS -> days(date.withDayOfYear(1), date.withDayOfYear(1).plusYears(1));
                case WEEKS ->
                    days(
                            date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                            date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                                    .plusWeeks(1));
                default -> days(date, date.plusDays(1));
            };
            return new Phrase(range, at, amount.end + 1);
        });
    }

    /** {@code last 3 days}, {@code past 24 hours}: up to now; {@code next 2 weeks}: from now on. */
    private Optional<Phrase> rolling(int at) {
        boolean back = Set.of("last", "past", "previous").contains(word(at));
        if (!back && !Set.of("next", "coming", "following").contains(word(at))) {
            return Optional.empty();
        }
        return amount(at + 1).map(amount -> {
            TimeRange range = back
                    ? TimeRange.between(back(amount.number, amount.unit, amount.name), now)
                    : TimeRange.between(
                            now, now.plus(Duration.between(back(amount.number, amount.unit, amount.name), now)));
            return new Phrase(range, at, amount.end);
        });
    }

    private record Amount(int number, ChronoUnit unit, String name, int end) {}

    private Optional<Amount> amount(int at) {
        int number = 1;
        int next = at;
        if (word(at).equals("a") || word(at).equals("an")) {
            next = at + 1;
            if (word(next).equals("couple") && word(next + 1).equals("of")) {
                number = 2;
                next += 2;
            }
        } else if (word(at).equals("couple") && word(at + 1).equals("of")) {
            number = 2;
            next = at + 2;
        } else {
            Optional<NumberWords.Found> found = NumberWords.at(tokens, at);
            if (found.isEmpty() || found.get().value().scale() > 0) {
                return Optional.empty();
            }
            number = found.get().intValue();
            next = found.get().end();
        }
        ChronoUnit unit = UNITS.get(word(next));
        return unit == null ? Optional.empty() : Optional.of(new Amount(number, unit, word(next), next + 1));
    }

    private ZonedDateTime back(int number, ChronoUnit unit, String name) {
        return now.minus(name.equals("fortnight") ? 2L * number : number, unit);
    }

    // Months, quarters, years
    // ---------------------------------------------------------------------------------------------------------

    private Optional<Phrase> calendar(int at) {
        String word = word(at);
        Month month = month(at);
        if (month != null) {
            int next = word(at + 1).equals("of") || word(at + 1).equals(",") ? at + 2 : at + 1;
            Optional<Integer> year = year(next);
            // "may" is a verb, too.
            if (year.isEmpty() && month == Month.MAY && !tokens.get(at).capitalised()) {
                return Optional.empty();
            }
            YearMonth found = year.map(given -> YearMonth.of(given, month)).orElseGet(() -> latest(month));
            return Optional.of(new Phrase(
                    days(found.atDay(1), found.plusMonths(1).atDay(1)), at, year.isPresent() ? next + 1 : at + 1));
        }
        if (word.length() == 2 && word.charAt(0) == 'q' && word.charAt(1) >= '1' && word.charAt(1) <= '4') {
            return quarter(word.charAt(1) - '0', at, at + 1);
        }
        if (ORDINALS.containsKey(word) && word(at + 1).equals("quarter")) {
            return quarter(ORDINALS.get(word), at, at + 2);
        }
        if (word.length() == "2026-01".length() && word.charAt(SHORT_NAME + 1) == '-') {
            try {
                YearMonth given = YearMonth.parse(word);
                return Optional.of(
                        new Phrase(days(given.atDay(1), given.plusMonths(1).atDay(1)), at, at + 1));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
        return year(at).map(year ->
                new Phrase(days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1)), at, at + 1));
    }

    private Optional<Phrase> quarter(int quarter, int start, int end) {
        int next = word(end).equals("of") || word(end).equals(",") ? end + 1 : end;
        Optional<Integer> year = year(next);
        LocalDate from = LocalDate.of(year.orElse(now.getYear()), (quarter - 1) * MONTHS_OF_QUARTER + 1, 1);
        if (year.isEmpty() && from.isAfter(now.toLocalDate())) {
            from = from.minusYears(1);
        }
        return Optional.of(
                new Phrase(days(from, from.plusMonths(MONTHS_OF_QUARTER)), start, year.isPresent() ? next + 1 : end));
    }

    private static LocalDate quarter(LocalDate day) {
        int first = (day.getMonthValue() - 1) / MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1;
        return LocalDate.of(day.getYear(), first, 1);
    }

    /** A number is a year where it has four digits and nothing that it would count stands after it. */
    private Optional<Integer> year(int at) {
        if (at >= tokens.size()
                || !tokens.get(at).is(Kind.NUMBER)
                || tokens.get(at).text().length() != "2026".length()) {
            return Optional.empty();
        }
        String digits = tokens.get(at).lemma();
        if (!digits.chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        int year = Integer.parseInt(digits);
        return year >= FIRST_YEAR && year <= LAST_YEAR ? Optional.of(year) : Optional.empty();
    }

    private @Nullable Month month(int at) {
        return at < tokens.size() && tokens.get(at).is(Kind.WORD)
                ? MONTHS.get(tokens.get(at).lower())
                : null;
    }

    private YearMonth latest(Month month) {
        YearMonth ofThisYear = YearMonth.of(now.getYear(), month);
        return ofThisYear.isAfter(YearMonth.from(now)) ? ofThisYear.minusYears(1) : ofThisYear;
    }

    private YearMonth latestBefore(Month month) {
        YearMonth ofThisYear = YearMonth.of(now.getYear(), month);
        return ofThisYear.isBefore(YearMonth.from(now)) ? ofThisYear : ofThisYear.minusYears(1);
    }

    private YearMonth next(Month month) {
        YearMonth ofThisYear = YearMonth.of(now.getYear(), month);
        return ofThisYear.isAfter(YearMonth.from(now)) ? ofThisYear : ofThisYear.plusYears(1);
    }

    private TimeRange days(LocalDate from, LocalDate to) {
        return TimeRange.between(at(from, LocalTime.MIN), at(to, LocalTime.MIN));
    }

    private ZonedDateTime at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(now.getZone());
    }

    /** A token in small letters; empty after the last one. */
    private String word(int at) {
        if (at >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(at);
        return token.is(Kind.WORD) ? unpluralised(token) : token.lower();
    }

    /** Units of time and days in the plural are their singular. */
    private static String unpluralised(Token token) {
        boolean possessive = token.lower().endsWith("'s");
        return possessive || UNITS.containsKey(token.lemma()) || WEEKDAYS.containsKey(token.lemma())
                ? token.lemma()
                : token.lower();
    }
}

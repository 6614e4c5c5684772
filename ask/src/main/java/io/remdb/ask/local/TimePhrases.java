package io.remdb.ask.local;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Understands English phrases for time, as seen from a moment in a zone. Weeks begin on Monday. {@code last week} is the calendar week
 * before this one, {@code the last 7 days} the 168 hours before now; a month or a day of the week without a year is the latest one that
 * has begun.
 */
final class TimePhrases {
    private static final Map<String, Integer> ORDINALS = Map.of("first", 1, "second", 2, "third", 3, "fourth", 4);
    private static final Set<String> LEADS =
            Set.of("in", "on", "during", "over", "within", "at", "for", "from", "of", "the");
    private static final int MONTHS_OF_QUARTER = 3;
    private static final int YEARS_OF_DECADE = 10;

    /** Rows are no older than that, and no later. */
    private static final Duration LONGEST = ChronoUnit.YEARS.getDuration().multipliedBy(2_000);

    private final TimeText text;
    private final DayPhrases days;

    TimePhrases(ZonedDateTime now, List<Token> tokens) {
        this.text = new TimeText(now, tokens);
        this.days = new DayPhrases(text);
    }

    /**
     * A phrase of time.
     *
     * @param start of its first token
     * @param end after its last token
     */
    record Phrase(TimeRange range, int start, int end) {}

    /** The phrase that begins at a token, with the preposition before it. */
    Optional<Phrase> at(int start) {
        String word = text.word(start);
        return switch (word) {
            case "since" -> related(start, start + 1, TimeRange::onwards);
            case "after" -> related(start, start + 1, TimeRange::after);
            case "before" -> related(start, start + 1, TimeRange::before);
            case "until", "till" -> related(start, start + 1, TimeRange::until);
            case "by" -> related(start, start + 1, TimeRange::until);
            case "prior", "up" ->
                text.word(start + 1).equals("to")
                        ? related(start, start + 2, word.equals("up") ? TimeRange::until : TimeRange::before)
                        : Optional.empty();
            case "earlier", "older" ->
                text.word(start + 1).equals("than") ? than(start, start + 2, TimeRange::before) : Optional.empty();
            case "later", "newer", "younger" ->
                text.word(start + 1).equals("than") ? than(start, start + 2, TimeRange::after) : Optional.empty();
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
        Optional<Amount> amount = amount(at);
        if (amount.isPresent()) {
            ZonedDateTime moment = back(
                    amount.get().number(), amount.get().unit(), amount.get().name());
            return Optional.of(new Phrase(
                    relation.apply(TimeRange.between(moment, moment)),
                    start,
                    amount.get().end()));
        }
        return related(start, at, relation);
    }

    private Optional<Phrase> pair(int start, int at, String conjunction) {
        Optional<Phrase> first = span(at);
        if (first.isEmpty() || !isConjunction(text.word(first.get().end()), conjunction)) {
            return monthDays(start, at, conjunction);
        }
        return span(first.get().end() + 1).map(last -> {
            TimeRange range = first.get().range();
            ZonedDateTime from = range.from();
            ZonedDateTime to = last.range().to();
            // "between November and January": the first one is before the last one.
            if (from != null && to != null && from.isAfter(to)) {
                range = TimeRange.between(from.minusYears(Math.max(1, from.getYear() - to.getYear())), to);
            }
            return new Phrase(range.through(last.range()), start, last.end());
        });
    }

    /** {@code between 3 and 7 March}, {@code from 3 to 7 March 2026}. */
    private Optional<Phrase> monthDays(int start, int at, String conjunction) {
        Optional<Integer> day = days.dayOfMonth(at);
        if (day.isEmpty()) {
            return Optional.empty();
        }
        int next = days.afterDay(at);
        if (!isConjunction(text.word(next), conjunction)) {
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
        while (LEADS.contains(text.word(at))) {
            at++;
        }
        return bare(at).map(phrase -> new Phrase(phrase.range(), start, phrase.end()));
    }

    private Optional<Phrase> bare(int at) {
        Optional<Phrase> day = days.day(at);
        if (day.isPresent()) {
            return Optional.of(days.withPartOfDay(day.get()));
        }
        Optional<Phrase> partFirst = days.partOfDay(at)
                .filter(part -> part.start() < part.end())
                .flatMap(part -> {
                    int next = part.end();
                    while (text.word(next).equals("of") || text.word(next).equals("on")) {
                        next++;
                    }
                    return days.day(next).map(found -> new Phrase(days.of(found, part.part()), at, found.end()));
                });
        return partFirst
                .or(() -> relative(at))
                .or(() -> ago(at))
                .or(() -> rolling(at))
                .or(() -> calendar(at));
    }

    // What is relative to now

    private Optional<Phrase> relative(int at) {
        String lead = text.word(at);
        int steps = switch (lead) {
            case "this", "current" -> 0;
            case "last", "previous", "past" -> -1;
            case "next" -> 1;
            default -> Integer.MIN_VALUE;
        };
        if (steps == Integer.MIN_VALUE) {
            return Optional.empty();
        }
        LocalDate today = text.now().toLocalDate();
        String unit = text.word(at + 1);
        DayPhrases.Part part = DayPhrases.Part.named(unit);
        if (part != null && steps == 0) {
            return Optional.of(new Phrase(
                    days.of(new Phrase(text.days(today, today.plusDays(1)), at, at + 2), part), at, at + 2));
        }
        Month month = text.month(at + 1);
        if (month != null) {
            YearMonth latest = steps > 0
                    ? next(month)
                    : steps == 0 ? YearMonth.of(text.now().getYear(), month) : latestBefore(month);
            return Optional.of(
                    new Phrase(text.days(latest.atDay(1), latest.plusMonths(1).atDay(1)), at, at + 2));
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
            return TimeWords.UNITS.containsKey(unit)
                    ? Optional.of(new Phrase(
                            TimeRange.between(back(1, TimeWords.UNITS.get(unit), unit), text.now()), at, at + 2))
                    : Optional.empty();
        }
        LocalDate to = switch (unit) {
            case "week" -> from.plusWeeks(1);
            case "weekend" -> from.plusDays(2);
            case "month" -> from.plusMonths(1);
            case "quarter" -> from.plusMonths(MONTHS_OF_QUARTER);
            default -> from.plusYears(1);
        };
        return Optional.of(new Phrase(text.days(from, to), at, at + 2));
    }

    /** The last weekend is the last that is over; this one is that of this week. */
    private static LocalDate weekend(LocalDate today, int steps) {
        LocalDate saturday =
                today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).with(DayOfWeek.SATURDAY);
        return saturday.plusWeeks(steps);
    }

    /** {@code 3 days ago}: that day; {@code 2 hours ago}: that hour. */
    private Optional<Phrase> ago(int at) {
        return amount(at).filter(amount -> text.word(amount.end).equals("ago")).map(amount -> {
            ZonedDateTime moment = back(amount.number, amount.unit, amount.name);
            LocalDate date = moment.toLocalDate();
            TimeRange range = switch (amount.unit) {
                case SECONDS, MINUTES -> TimeRange.between(moment.minusMinutes(1), moment.plusMinutes(1));
                case HOURS -> TimeRange.between(moment.minusMinutes(30), moment.plusMinutes(30));
                case MONTHS ->
                    text.days(date.withDayOfMonth(1), date.withDayOfMonth(1).plusMonths(1));
                case YEARS ->
                    text.days(date.withDayOfYear(1), date.withDayOfYear(1).plusYears(1));
                case WEEKS ->
                    text.days(
                            date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                            date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                                    .plusWeeks(1));
                default -> text.days(date, date.plusDays(1));
            };
            return new Phrase(range, at, amount.end + 1);
        });
    }

    /** {@code last 3 days}, {@code past 24 hours}: up to text.now(); {@code next 2 weeks}: from now on. */
    private Optional<Phrase> rolling(int at) {
        boolean back = Set.of("last", "past", "previous").contains(text.word(at));
        if (!back && !Set.of("next", "coming", "following").contains(text.word(at))) {
            return Optional.empty();
        }
        return amount(at + 1).map(amount -> {
            TimeRange range = back
                    ? TimeRange.between(back(amount.number, amount.unit, amount.name), text.now())
                    : TimeRange.between(
                            text.now(),
                            text.now()
                                    .plus(Duration.between(back(amount.number, amount.unit, amount.name), text.now())));
            return new Phrase(range, at, amount.end);
        });
    }

    private record Amount(int number, ChronoUnit unit, String name, int end) {}

    private Optional<Amount> amount(int at) {
        int number = 1;
        int next = at;
        if (text.word(at).equals("a") || text.word(at).equals("an")) {
            next = at + 1;
            if (text.word(next).equals("couple") && text.word(next + 1).equals("of")) {
                number = 2;
                next += 2;
            }
        } else if (text.word(at).equals("couple") && text.word(at + 1).equals("of")) {
            number = 2;
            next = at + 2;
        } else {
            Optional<NumberWords.Found> found = NumberWords.at(text.tokens(), at);
            if (found.isEmpty()
                    || found.get().value().scale() > 0
                    || found.get().value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
                return Optional.empty();
            }
            number = found.get().intValue();
            next = found.get().end();
        }
        ChronoUnit unit = TimeWords.UNITS.get(text.word(next));
        return unit == null || number > LONGEST.dividedBy(unit.getDuration())
                ? Optional.empty()
                : Optional.of(new Amount(number, unit, text.word(next), next + 1));
    }

    private ZonedDateTime back(int number, ChronoUnit unit, String name) {
        return text.now().minus(name.equals("fortnight") ? 2L * number : number, unit);
    }

    // Months, quarters, years

    private Optional<Phrase> calendar(int at) {
        String word = text.word(at);
        Month month = text.month(at);
        if (month != null) {
            int next = text.word(at + 1).equals("of") || text.word(at + 1).equals(",") ? at + 2 : at + 1;
            Optional<Integer> year = text.year(next);
            // "may" is a verb, too.
            if (year.isEmpty() && month == Month.MAY && !text.tokens().get(at).capitalised()) {
                return Optional.empty();
            }
            YearMonth found = year.map(given -> YearMonth.of(given, month)).orElseGet(() -> text.latest(month));
            return Optional.of(new Phrase(
                    text.days(found.atDay(1), found.plusMonths(1).atDay(1)), at, year.isPresent() ? next + 1 : at + 1));
        }
        if (word.length() == 2 && word.charAt(0) == 'q' && word.charAt(1) >= '1' && word.charAt(1) <= '4') {
            return quarter(word.charAt(1) - '0', at, at + 1);
        }
        if (ORDINALS.containsKey(word) && text.word(at + 1).equals("quarter")) {
            return quarter(ORDINALS.get(word), at, at + 2);
        }
        if (word.length() == "2026-01".length() && word.charAt(TimeWords.SHORT_NAME + 1) == '-') {
            try {
                YearMonth given = YearMonth.parse(word);
                return Optional.of(
                        new Phrase(text.days(given.atDay(1), given.plusMonths(1).atDay(1)), at, at + 1));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
        Optional<Integer> decade = text.decade(at);
        if (decade.isPresent()) {
            LocalDate from = LocalDate.of(decade.get(), 1, 1);
            return Optional.of(new Phrase(text.days(from, from.plusYears(YEARS_OF_DECADE)), at, at + 2));
        }
        return text.year(at)
                .map(year -> new Phrase(text.days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1)), at, at + 1));
    }

    private Optional<Phrase> quarter(int quarter, int start, int end) {
        int next = text.word(end).equals("of") || text.word(end).equals(",") ? end + 1 : end;
        Optional<Integer> year = text.year(next);
        LocalDate from = LocalDate.of(year.orElse(text.now().getYear()), (quarter - 1) * MONTHS_OF_QUARTER + 1, 1);
        if (year.isEmpty() && from.isAfter(text.now().toLocalDate())) {
            from = from.minusYears(1);
        }
        return Optional.of(new Phrase(
                text.days(from, from.plusMonths(MONTHS_OF_QUARTER)), start, year.isPresent() ? next + 1 : end));
    }

    private static LocalDate quarter(LocalDate day) {
        int first = (day.getMonthValue() - 1) / MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1;
        return LocalDate.of(day.getYear(), first, 1);
    }

    private YearMonth latestBefore(Month month) {
        YearMonth ofThisYear = YearMonth.of(text.now().getYear(), month);
        return ofThisYear.isBefore(YearMonth.from(text.now())) ? ofThisYear : ofThisYear.minusYears(1);
    }

    private YearMonth next(Month month) {
        YearMonth ofThisYear = YearMonth.of(text.now().getYear(), month);
        return ofThisYear.isAfter(YearMonth.from(text.now())) ? ofThisYear : ofThisYear.plusYears(1);
    }
}

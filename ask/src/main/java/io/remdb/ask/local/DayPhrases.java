package io.remdb.ask.local;

import io.remdb.ask.local.TimePhrases.Phrase;
import io.remdb.ask.local.Token.Kind;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands English phrases for days, and for parts of them. */
final class DayPhrases {
    private final TimeText text;

    DayPhrases(TimeText text) {
        this.text = text;
    }

    Optional<Phrase> day(int at) {
        LocalDate today = text.now().toLocalDate();
        String word = text.word(at);
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
                if (text.word(at + 1).equals("before") && text.word(at + 2).equals("yesterday")) {
                    return day(today.minusDays(2), at, at + 3);
                }
                return Optional.empty();
            }
            case "last" -> {
                if (text.word(at + 1).equals("night")) {
                    return Optional.of(new Phrase(
                            TimeRange.between(
                                    text.at(today.minusDays(1), Part.NIGHT.from),
                                    text.at(today, LocalTime.MIN).plusHours(Part.NIGHT_ENDS)),
                            at,
                            at + 2));
                }
            }
            default -> {}
        }
        return weekday(at).or(() -> date(at));
    }

    private Optional<Phrase> weekday(int at) {
        String lead = text.word(at);
        boolean led = Set.of("last", "this", "past", "next", "previous").contains(lead);
        int place = led ? at + 1 : at;
        DayOfWeek day = TimeWords.WEEKDAYS.get(text.word(place));
        if (day == null) {
            return Optional.empty();
        }
        LocalDate today = text.now().toLocalDate();
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
        String word = text.word(at);
        try {
            if (word.length() == "2026-01-01".length() && word.charAt(TimeWords.SHORT_NAME + 1) == '-') {
                return day(LocalDate.parse(word), at, at + 1);
            }
            if (word.length() > "2026-01-01".length() && word.charAt(TimeWords.SHORT_NAME + 1) == '-') {
                ZonedDateTime moment = OffsetDateTime.parse(
                                text.tokens().get(at).text())
                        .atZoneSameInstant(text.now().getZone());
                return Optional.of(new Phrase(TimeRange.between(moment, moment.plusSeconds(1)), at, at + 1));
            }
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        Optional<Integer> dayFirst = dayOfMonth(at);
        if (dayFirst.isPresent()) {
            int next = afterDay(at);
            if (text.word(next).equals("of")) {
                next++;
            }
            Month month = text.month(next);
            return month == null ? Optional.empty() : dated(month, dayFirst.get(), at, next + 1);
        }
        Month month = text.month(at);
        if (month == null) {
            return Optional.empty();
        }
        int next = text.word(at + 1).equals("the") ? at + 2 : at + 1;
        Optional<Integer> dayLast = dayOfMonth(next);
        // "March 2026" is a month.
        return dayLast.isEmpty() ? Optional.empty() : dated(month, dayLast.get(), at, afterDay(next));
    }

    private Optional<Phrase> dated(Month month, int day, int start, int end) {
        int next = text.word(end).equals(",") ? end + 1 : end;
        Optional<Integer> year = text.year(next);
        if (day > month.maxLength()) {
            return Optional.empty();
        }
        if (year.isPresent()) {
            return day > YearMonth.of(year.get(), month).lengthOfMonth()
                    ? Optional.empty()
                    : day(LocalDate.of(year.get(), month, day), start, next + 1);
        }
        YearMonth latest = text.latest(month);
        if (day > latest.lengthOfMonth()) {
            return Optional.empty();
        }
        LocalDate date = latest.atDay(day);
        return day(date.isAfter(text.now().toLocalDate()) ? date.minusYears(1) : date, start, end);
    }

    Optional<Integer> dayOfMonth(int at) {
        if (at >= text.tokens().size() || !text.tokens().get(at).is(Kind.NUMBER)) {
            return Optional.empty();
        }
        String digits = text.tokens().get(at).lemma();
        return digits.length() <= 2 && digits.chars().allMatch(Character::isDigit)
                ? Optional.of(Integer.valueOf(digits)).filter(day -> day >= 1 && day <= Month.JANUARY.maxLength())
                : Optional.empty();
    }

    /** After the number and its {@code st}, {@code nd}, {@code rd}, {@code th}. */
    int afterDay(int at) {
        boolean suffixed = at + 1 < text.tokens().size()
                && text.tokens().get(at + 1).start() == text.tokens().get(at).end()
                && Set.of("st", "nd", "rd", "th")
                        .contains(text.tokens().get(at + 1).lower());
        return suffixed ? at + 2 : at + 1;
    }

    private Optional<Phrase> day(LocalDate date, int start, int end) {
        return Optional.of(new Phrase(text.days(date, date.plusDays(1)), start, end));
    }

    /** A part of a day. */
    enum Part {
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

    record PartPhrase(Part part, int start, int end) {}

    Optional<PartPhrase> partOfDay(int at) {
        int place = at;
        while (Set.of("in", "the", "at").contains(text.word(place))) {
            place++;
        }
        Part part = Part.named(text.word(place));
        return part == null ? Optional.empty() : Optional.of(new PartPhrase(part, at, place + 1));
    }

    Phrase withPartOfDay(Phrase day) {
        return partOfDay(day.end())
                .map(part -> new Phrase(of(day, part.part()), day.start(), part.end()))
                .orElse(day);
    }

    TimeRange of(Phrase day, Part part) {
        LocalDate date = java.util.Objects.requireNonNull(day.range().from()).toLocalDate();
        return TimeRange.between(
                text.at(date, part.from),
                part.to.equals(LocalTime.MIN) ? text.at(date.plusDays(1), part.to) : text.at(date, part.to));
    }
}

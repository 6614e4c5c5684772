package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question, as phrases of time are looked for in it.
 *
 * @param now the moment that it is seen from, in the zone of who asks
 * @param tokens its words
 */
record TimeText(ZonedDateTime now, List<Token> tokens) {
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2200;
    private static final int YEARS_OF_DECADE = 10;

    /** A number is a year where it has four digits and nothing that it would count stands after it. */
    Optional<Integer> year(int at) {
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

    /** {@code 1980s}: a year and an "s" right after it. */
    Optional<Integer> decade(int at) {
        boolean plural = at + 1 < tokens.size()
                && tokens.get(at + 1).lower().equals("s")
                && tokens.get(at + 1).start() == tokens.get(at).end();
        return plural ? year(at).filter(year -> year % YEARS_OF_DECADE == 0) : Optional.empty();
    }

    @Nullable
    Month month(int at) {
        return at < tokens.size() && tokens.get(at).is(Kind.WORD)
                ? TimeWords.MONTHS.get(tokens.get(at).lower())
                : null;
    }

    YearMonth latest(Month month) {
        YearMonth ofThisYear = YearMonth.of(now.getYear(), month);
        return ofThisYear.isAfter(YearMonth.from(now)) ? ofThisYear.minusYears(1) : ofThisYear;
    }

    TimeRange days(LocalDate from, LocalDate to) {
        return TimeRange.between(at(from, LocalTime.MIN), at(to, LocalTime.MIN));
    }

    ZonedDateTime at(LocalDate date, LocalTime time) {
        return date.atTime(time).atZone(now.getZone());
    }

    /** A token in small letters; empty after the last one. */
    String word(int at) {
        if (at >= tokens.size()) {
            return "";
        }
        Token token = tokens.get(at);
        return token.is(Kind.WORD) ? unpluralised(token) : token.lower();
    }

    /** Units of time and days in the plural are their singular. */
    private static String unpluralised(Token token) {
        boolean possessive = token.lower().endsWith("'s");
        return possessive || TimeWords.UNITS.containsKey(token.lemma()) || TimeWords.WEEKDAYS.containsKey(token.lemma())
                ? token.lemma()
                : token.lower();
    }
}

package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads when: phrases of time become conditions on the field that they are about. */
final class TimeReader {
    private static final Set<String> OF_YEARS =
            Set.of("in", "during", "from", "of", "since", "before", "after", "until", "till", "by", "between", "this");
    private static final Set<String> YOUNG_OR_OLD = Set.of("younger", "older");
    private static final Set<String> THAN = Set.of("younger", "older", "newer", "earlier", "later");

    /** How things come into being: a year without another word is that of this. */
    private static final Set<String> BEGINNINGS = Set.of(
            "published",
            "written",
            "released",
            "made",
            "built",
            "born",
            "bought",
            "founded",
            "issued",
            "produced",
            "printed",
            "created",
            "dated");

    private static final Set<String> AHEAD =
            Set.of("due", "deadline", "expiry", "expire", "expiration", "renewal", "scheduled", "planned", "until");

    private static final int NEAR = 4;

    void read(Sketch sketch) {
        TimePhrases phrases = new TimePhrases(sketch.now(), sketch.tokens());
        for (int at = 0; at < sketch.size(); at++) {
            if (!sketch.free(at)) {
                continue;
            }
            Optional<TimePhrases.Phrase> found = phrases.at(at);
            if (found.isPresent() && isTime(sketch, found.get())) {
                TimePhrases.Phrase phrase = found.get();
                sketch.take(phrase.start(), phrase.end(), Role.TIME);
                restrict(sketch, phrase);
                at = phrase.end() - 1;
            }
        }
    }

    /** A number of four digits alone is a year only where a year may stand. */
    private static boolean isTime(Sketch sketch, TimePhrases.Phrase phrase) {
        if (YOUNG_OR_OLD.contains(sketch.word(phrase.start())) && hasNumber(sketch, "age")) {
            return false; // "older than 30 years": an age is compared, not a time
        }
        int last = phrase.end() - 1;
        Token token = sketch.token(last);
        boolean onlyNumber = true;
        for (int at = phrase.start(); at < last; at++) {
            onlyNumber &= !TimeWords.isName(sketch.token(at))
                    && (Vocabulary.isStopWord(sketch.token(at)) || OF_YEARS.contains(sketch.word(at)));
        }
        if (!token.is(Kind.NUMBER) || !onlyNumber) {
            return true;
        }
        boolean led = phrase.start() < last && OF_YEARS.contains(sketch.word(last - 1));
        boolean measures = Unit.at(sketch.tokens(), Math.min(phrase.end(), sketch.size() - 1))
                .filter(unit -> phrase.end() < sketch.size())
                .isPresent();
        // A number called so that is no year of a calendar: years of experience, of a guarantee.
        boolean number = hasNumber(sketch, "year") && sketch.table().year().isEmpty();
        return led && !measures && !number;
    }

    private static boolean hasNumber(Sketch sketch, String noun) {
        return sketch.table().fields().stream()
                .anyMatch(field -> field.isNumber() && Fields.speaksOf(field, Set.of(noun)));
    }

    /** Restricts a field that holds years as numbers, where no time is named and the phrase is of whole years. */
    private static boolean restrictYears(Sketch sketch, TimePhrases.Phrase phrase, int negation) {
        Optional<FieldInfo> field = sketch.table().year();
        TimeRange range = phrase.range();
        boolean age =
                THAN.contains(sketch.word(phrase.start())) && !sketch.table().hasTime();
        if (field.isEmpty()
                || timeNamed(sketch, phrase).isPresent()
                || !(age || (startsYear(range.from()) && startsYear(range.to())))) {
            return false;
        }
        ZonedDateTime from = range.from();
        ZonedDateTime to = range.to();
        List<String> parts = new ArrayList<>();
        if (from != null) {
            parts.add("{} " + (negation == Negations.NONE ? ">= " : "< ") + from.getYear());
        }
        if (to != null) {
            // "older than 50 years" ends within a year.
            int year = startsYear(to) ? to.getYear() : to.getYear() + 1;
            parts.add("{} " + (negation == Negations.NONE ? "< " : ">= ") + year);
        }
        String name = field.get().field().name();
        if (negation == Negations.NONE) {
            parts.forEach(part -> sketch.where(name, part));
        } else {
            String outside = String.join(" OR ", parts);
            boolean optional = !field.get().field().required();
            sketch.where(name, "(" + (optional ? "{} IS NULL OR " : "") + outside + ")");
        }
        int before = phrase.start() - 1;
        if (BEGINNINGS.contains(sketch.word(before)) || Fields.match(field.get(), sketch, before) >= Fields.HEAD) {
            sketch.take(before, before + 1, Role.TIME);
        }
        sketch.understood("'" + sketch.text(phrase.start(), phrase.end()) + "' as "
                + (negation == Negations.NONE ? "" : "not ") + said(range) + " (" + name + ")");
        return true;
    }

    private static boolean startsYear(@Nullable ZonedDateTime time) {
        return time == null || (time.getDayOfYear() == 1 && time.toLocalTime().toSecondOfDay() == 0);
    }

    private static void restrict(Sketch sketch, TimePhrases.Phrase phrase) {
        String column = column(sketch, phrase);
        int negation = Negations.placeRightBefore(
                sketch,
                phrase.start(),
                place -> sketch.table()
                        .field(column)
                        .filter(field -> Fields.match(field, sketch, place) > 0)
                        .isPresent());
        TimeRange range = ahead(sketch, column, phrase);
        boolean date = sketch.table().isDate(column);
        if (restrictYears(sketch, phrase, negation)) {
            sketch.negate(negation);
            if (negation != Negations.NONE) {
                sketch.take(negation, phrase.start(), Role.TIME);
            }
            return;
        }
        if (negation == Negations.NONE) {
            within(sketch, column, range, date);
        } else {
            outside(sketch, column, range, date);
            sketch.negate(negation);
            sketch.take(negation, phrase.start(), Role.TIME);
        }
        sketch.understood("'" + sketch.text(phrase.start(), phrase.end()) + "' as "
                + (negation == Negations.NONE ? "" : "not ") + said(range) + " (" + column + ")");
        if (column.equals(sketch.table().time()) && sketch.table().end().isPresent()) {
            sketch.understood("the beginning of a row counts");
        }
    }

    /** A month without a year is the coming one, where the field says what lies ahead: {@code due in December}. */
    private static TimeRange ahead(Sketch sketch, String column, TimePhrases.Phrase phrase) {
        ZonedDateTime from = phrase.range().from();
        ZonedDateTime to = phrase.range().to();
        boolean month = TimeWords.MONTHS.containsKey(sketch.word(phrase.end() - 1));
        boolean coming = List.of(Tokens.normal(column).split(" ")).stream().anyMatch(AHEAD::contains);
        return month && coming && from != null && to != null && !to.isAfter(sketch.now())
                ? TimeRange.between(from.plusYears(1), to.plusYears(1))
                : phrase.range();
    }

    private static void within(Sketch sketch, String column, TimeRange range, boolean date) {
        ZonedDateTime from = range.from();
        ZonedDateTime to = range.to();
        if (date && isDay(range)) {
            sketch.where(column, "{} = " + literal(Objects.requireNonNull(from), date));
            return;
        }
        if (from != null) {
            sketch.where(column, "{} >= " + literal(from, date));
        }
        if (to != null) {
            sketch.where(column, (endsWithin(to, date) ? "{} <= " : "{} < ") + literal(to, date));
        }
    }

    /** Not in a stretch of time: before or after it, or, as with other values, at no known time. */
    private static void outside(Sketch sketch, String column, TimeRange range, boolean date) {
        ZonedDateTime from = range.from();
        ZonedDateTime to = range.to();
        String before = from == null ? "" : "{} < " + literal(from, date);
        String after = to == null ? "" : (endsWithin(to, date) ? "{} > " : "{} >= ") + literal(to, date);
        if (from == null || to == null) {
            sketch.where(column, before + after);
            return;
        }
        boolean optional = sketch.table()
                .field(column)
                .filter(field -> !field.field().required())
                .isPresent();
        sketch.where(column, (optional ? "({} IS NULL OR " : "(") + before + " OR " + after + ")");
    }

    private static boolean isDay(TimeRange range) {
        ZonedDateTime from = range.from();
        ZonedDateTime to = range.to();
        return from != null && to != null && from.toLocalDate().plusDays(1).equals(to.toLocalDate());
    }

    /** Of days the last one counts, where the time ends within it. */
    private static boolean endsWithin(ZonedDateTime to, boolean date) {
        return date && to.toLocalTime().toSecondOfDay() > 0;
    }

    private static String literal(ZonedDateTime time, boolean date) {
        if (date) {
            return "DATE '" + time.toLocalDate() + "'";
        }
        String utc = DateTimeFormatter.ISO_INSTANT.format(
                time.toInstant().atOffset(ZoneOffset.UTC).toInstant());
        return "TIMESTAMP WITH TIME ZONE '" + utc + "'";
    }

    private static String said(TimeRange range) {
        ZonedDateTime from = range.from();
        ZonedDateTime to = range.to();
        return (from == null ? "" : "from " + from.toOffsetDateTime())
                + (from != null && to != null ? " " : "")
                + (to == null ? "" : "until before " + to.toOffsetDateTime());
    }

    /** The field whose name is said near the phrase ("ordered last week", "due in May"), else the table's own time. */
    private static String column(Sketch sketch, TimePhrases.Phrase phrase) {
        Optional<FieldInfo> said = timeNamed(sketch, phrase);
        if (said.isEmpty()) {
            for (String system : new String[] {"created", "modified", "deleted"}) {
                boolean named = system.equals("modified")
                        ? saidNear(sketch, phrase, "modified")
                                || saidNear(sketch, phrase, "updated")
                                || saidNear(sketch, phrase, "changed")
                        : saidNear(sketch, phrase, system)
                                || (system.equals("created") && saidNear(sketch, phrase, "added"));
                if (named) {
                    return system + "_at";
                }
            }
        }
        return said.map(field -> field.field().name()).orElse(sketch.table().time());
    }

    private static Optional<FieldInfo> timeNamed(Sketch sketch, TimePhrases.Phrase phrase) {
        return sketch.table().fields().stream()
                .filter(FieldInfo::isTime)
                .filter(field -> nearness(sketch, phrase, field) > 0)
                .max(Comparator.comparingInt(field -> nearness(sketch, phrase, field)));
    }

    private static boolean saidNear(Sketch sketch, TimePhrases.Phrase phrase, String word) {
        for (int at = Math.max(0, phrase.start() - NEAR); at < phrase.start(); at++) {
            if (sketch.word(at).equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static int nearness(Sketch sketch, TimePhrases.Phrase phrase, FieldInfo field) {
        int best = 0;
        for (int at = 0; at < sketch.size(); at++) {
            boolean before = at < phrase.start();
            int distance = before ? phrase.start() - at : at - phrase.end() + 1;
            boolean inside = at >= phrase.start() && at < phrase.end();
            Token token = sketch.token(at);
            if (inside || !token.is(Kind.WORD) || Vocabulary.isStopWord(token) || isNoun(sketch, at)) {
                continue;
            }
            for (String word : field.name().split(" ")) {
                boolean content = word.length() > 2
                        && !Set.of("date", "time", "timestamp").contains(word);
                if (content && Vocabulary.same(token.lemma(), word)) {
                    best = Math.max(best, NEAR * NEAR - distance - (before ? 0 : 1));
                }
            }
        }
        return best;
    }

    private static boolean isNoun(Sketch sketch, int at) {
        return sketch.lemma(at).equals(sketch.table().head());
    }
}

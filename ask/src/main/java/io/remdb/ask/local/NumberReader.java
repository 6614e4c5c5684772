package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads comparisons with numbers as conditions on the fields that they are about: {@code at least 4 stars}, {@code heavier than 2 kg}. */
final class NumberReader {
    private static final int NEAR = 5;
    private static final int AFTER = 4;
    private static final double OF_ANOTHER = 0.4;

    /** Verbs and adverbs of comparisons, which a negation before them leaves to the comparison. */
    private static final Set<String> MEASURING = Set.of(
            "cost", "weigh", "last", "take", "reach", "rise", "fall", "drop", "need", "contain", "number", "total",
            "run", "earn", "score", "measure", "amount", "exceed", "stay", "remain", "lie", "much", "long", "far");

    /**
     * A comparison with a number that has no unit.
     *
     * @param comparison as SQL, {@code >= 5}
     * @param end after its last token
     * @param negation the place of the word that has turned it round; {@link Negations#NONE} for none
     */
    record Compared(String comparison, int end, int negation) {}

    /** The comparison that begins at a token: {@code more than five}, {@code at least 2}. */
    static Optional<Compared> comparison(Sketch sketch, int at) {
        return NumberPhrase.compared(sketch, at)
                .filter(phrase -> phrase.unit() == null && phrase.nouns().isEmpty())
                .map(phrase -> {
                    int negation = Negations.placeRightBefore(sketch, at, place -> false);
                    String operator = phrase.operator(negation != Negations.NONE);
                    return new Compared(operator + " " + phrase.number().toPlainString(), phrase.end(), negation);
                });
    }

    void read(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            Optional<NumberPhrase> phrase = sketch.free(at) ? NumberPhrase.at(sketch, at) : Optional.empty();
            if (phrase.isPresent() && restrict(sketch, phrase.get())) {
                at = phrase.get().end() - 1;
            }
        }
    }

    private static boolean restrict(Sketch sketch, NumberPhrase phrase) {
        if (ofAnotherTable(sketch, phrase) || lasting(sketch, phrase) || elements(sketch, phrase)) {
            return true;
        }
        Optional<FieldInfo> field = field(sketch, phrase);
        boolean named = field.isPresent() && isNamed(sketch, phrase, field.get());
        if (!named && ofConnected(sketch, phrase)) {
            return true;
        }
        if (field.isEmpty()) {
            return false;
        }
        FieldInfo of = field.get();
        Optional<String> condition = condition(sketch, phrase, of, negation(sketch, phrase, of));
        if (condition.isEmpty()) {
            String said = "'" + sketch.text(phrase.start(), phrase.end()) + "'";
            sketch.drop(said + " does not measure " + of.field().name());
            sketch.take(phrase.start(), phrase.end(), Role.NUMBER);
            return true;
        }
        sketch.where(of.field().name(), condition.get());
        sketch.take(phrase.start(), phrase.end(), Role.NUMBER);
        sketch.understood("'" + sketch.text(phrase.start(), phrase.end()) + "' of "
                + of.field().name());
        return true;
    }

    /** The negation that turns a comparison round: what stands between them is about the field, or says nothing. */
    private static int negation(Sketch sketch, NumberPhrase phrase, @Nullable FieldInfo field) {
        int right = Negations.placeRightBefore(
                sketch,
                phrase.start(),
                place -> MEASURING.contains(sketch.lemma(place))
                        || (field != null && Fields.match(field, sketch, place) > 0));
        return right == Negations.NONE && phrase.operator().equals("=")
                ? Negations.placeBefore(sketch, phrase.start())
                : right;
    }

    /** The operator, once a negation has turned it round. */
    private static String operator(Sketch sketch, NumberPhrase phrase, int negation) {
        if (negation == Negations.NONE) {
            return phrase.operator();
        }
        sketch.negate(negation);
        sketch.take(negation, negation + 1, Role.NUMBER);
        return phrase.operator(true);
    }

    /** The condition on a field with {@code {}} in its place; none where the units measure something else. */
    private static Optional<String> condition(Sketch sketch, NumberPhrase phrase, FieldInfo field, int negation) {
        Optional<String> first = number(phrase.number(), phrase.unit(), field);
        BigDecimal upper = phrase.upper();
        Optional<String> last = upper == null ? first : number(upper, phrase.upperUnit(), field);
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        String compared = "{} " + operator(sketch, phrase, negation) + " " + first.get();
        return Optional.of(upper == null ? compared : compared + " AND " + last.get());
    }

    private static boolean isNamed(Sketch sketch, NumberPhrase phrase, FieldInfo field) {
        return Fields.speaksOf(field, phrase.nouns()) || nearness(sketch, phrase, field) > Fields.DESCRIBED * NEAR * 2;
    }

    /** {@code stations that got colder than -15}: a number of rows that this table is connected with. */
    private static boolean ofConnected(Sketch sketch, NumberPhrase phrase) {
        for (TableInfo other : sketch.domain().tables()) {
            if (other.name().equals(sketch.table().name())) {
                continue;
            }
            Optional<FieldInfo> field = other.fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> isNamed(sketch, phrase, info))
                    .max(Comparator.comparingInt(info -> nearness(sketch, phrase, info)));
            if (field.isEmpty()) {
                continue;
            }
            FieldInfo of = field.get();
            int negation = Negations.placeInClause(sketch, phrase.start());
            Optional<Sketch.Condition> restricted = condition(sketch, phrase, of, Negations.NONE)
                    .map(pattern -> Sql.of(pattern, Sql.name(of.field().name())))
                    .flatMap(condition -> Paths.restrict(sketch, other, condition, negation != Negations.NONE));
            if (restricted.isPresent()) {
                sketch.where(restricted.get().column(), restricted.get().pattern());
                sketch.negate(negation);
                sketch.take(phrase.start(), phrase.end(), Role.NUMBER);
                for (int at = Math.max(0, phrase.start() - NEAR);
                        at < Math.min(sketch.size(), phrase.end() + AFTER);
                        at++) {
                    boolean said = Fields.match(of, sketch, at) >= Fields.SYNONYM
                            || sketch.lemma(at).equals(other.head());
                    if (said && sketch.free(at)) {
                        sketch.take(at, at + 1, Role.NUMBER);
                    }
                }
                sketch.evidence(-OF_ANOTHER);
                sketch.understood("'" + sketch.text(phrase.start(), phrase.end()) + "' of "
                        + of.field().name() + " of " + other.name());
                return true;
            }
        }
        return false;
    }

    /** A number in the unit of a field; none where the field measures something else. */
    private static Optional<String> number(BigDecimal number, @Nullable Unit unit, FieldInfo field) {
        if (unit == null || field.units().isEmpty()) {
            return Optional.of(number.toPlainString());
        }
        return field.units().stream()
                .filter(own -> own.quantity() == unit.quantity())
                .findFirst()
                .map(own -> unit.in(own, number).toPlainString());
    }

    /** {@code customers with more than 3 orders}: the rows of another table that name a row are counted. */
    private static boolean ofAnotherTable(Sketch sketch, NumberPhrase phrase) {
        if (phrase.unit() != null && phrase.unit() != Unit.PIECE) {
            return false;
        }
        String noun = sketch.lemma(phrase.end());
        for (Domain.Reference reference : sketch.domain().references()) {
            boolean counts = reference.to().name().equals(sketch.table().name())
                    && !reference.from().name().equals(sketch.table().name())
                    && reference.from().head().equals(noun);
            if (counts && !phrase.isRange()) {
                // "who have not placed more than 3 orders": the verb says how they name it.
                int negation = Negations.placeRightBefore(
                        sketch, phrase.start(), place -> Lemmas.isParticiple(sketch.word(place)));
                sketch.negate(negation);
                String field = reference.field().field().name();
                sketch.where(
                        reference.column(),
                        (negation == Negations.NONE ? "{} IN" : "{} NOT IN") + " (SELECT " + Sql.name(field) + " FROM "
                                + Sql.name(reference.from().name()) + " GROUP BY "
                                + Sql.name(field) + " HAVING count(*) " + phrase.operator() + " "
                                + phrase.number().toPlainString() + ")");
                sketch.take(phrase.start(), phrase.end() + 1, Role.NUMBER);
                sketch.understood("'" + sketch.text(phrase.start(), phrase.end() + 1) + "' by " + field);
                return true;
            }
        }
        return false;
    }

    /** {@code more than two people in them}: the elements of a list are counted. */
    private static boolean elements(Sketch sketch, NumberPhrase phrase) {
        if (phrase.unit() != null || phrase.end() >= sketch.size() || phrase.isRange()) {
            return false;
        }
        Optional<FieldInfo> list = sketch.table().fields().stream()
                .filter(FieldInfo::isArray)
                .filter(field -> Fields.match(field, sketch, phrase.end()) >= Fields.HEAD)
                .findFirst();
        if (list.isEmpty()) {
            return false;
        }
        sketch.where(
                list.get().field().name(),
                "CARDINALITY({}) " + operator(sketch, phrase, negation(sketch, phrase, list.get())) + " "
                        + phrase.number().toPlainString());
        sketch.take(phrase.start(), phrase.end() + 1, Role.NUMBER);
        sketch.understood("'" + sketch.text(phrase.start(), phrase.end() + 1) + "' counted in a row");
        return true;
    }

    /** {@code longer than two hours}, where rows have a beginning and an end. */
    private static boolean lasting(Sketch sketch, NumberPhrase phrase) {
        Unit unit = phrase.unit();
        Optional<FieldInfo> end = sketch.table().end();
        if (unit == null || unit.quantity() != Unit.Quantity.DURATION || end.isEmpty() || phrase.isRange()) {
            return false;
        }
        String seconds = unit.in(Unit.SECOND, phrase.number()).toPlainString();
        sketch.where(
                sketch.table().time(),
                "DATEDIFF(SECOND, {}, " + Sql.name(end.get().field().name()) + ") "
                        + operator(sketch, phrase, negation(sketch, phrase, null)) + " " + seconds);
        sketch.take(phrase.start(), phrase.end(), Role.NUMBER);
        sketch.understood("'" + sketch.text(phrase.start(), phrase.end()) + "' from beginning to end");
        return true;
    }

    private static Optional<FieldInfo> field(Sketch sketch, NumberPhrase phrase) {
        List<FieldInfo> numbers =
                sketch.table().fields().stream().filter(FieldInfo::isNumber).toList();
        if (!phrase.nouns().isEmpty()) {
            Optional<FieldInfo> named = numbers.stream()
                    .filter(field -> Fields.speaksOf(field, phrase.nouns()))
                    .max(Comparator.comparingInt(field -> nearness(sketch, phrase, field)));
            if (named.isPresent()) {
                return named;
            }
        }
        Optional<FieldInfo> near = numbers.stream()
                .filter(field -> nearness(sketch, phrase, field) > 0)
                .max(Comparator.comparingInt(field -> nearness(sketch, phrase, field)));
        Unit unit = phrase.unit();
        if (unit != null) {
            List<FieldInfo> measuring = numbers.stream()
                    .filter(field -> field.units().stream().anyMatch(own -> own.quantity() == unit.quantity()))
                    .toList();
            boolean nearFits = near.filter(
                            field -> field.units().isEmpty() ? measuring.isEmpty() : measuring.contains(field))
                    .isPresent();
            if (nearFits) {
                return near;
            }
            if (!measuring.isEmpty()) {
                return measuring.stream()
                        .max(Comparator.comparingInt(field -> field.units().contains(unit) ? 1 : 0));
            }
            return numbers.stream()
                    .filter(field -> Fields.speaksOf(field, unit.quantity().nouns()))
                    .findFirst()
                    .or(() -> near);
        }
        if (phrase.operator().equals("=")) {
            return numbers.stream()
                    .filter(field -> namedJustBefore(sketch, phrase, field))
                    .findFirst();
        }
        if (near.isPresent()) {
            return near;
        }
        // "products under 20": the price, or the only number there is.
        return numbers.stream()
                .filter(field -> Fields.speaksOf(field, Unit.Quantity.MONEY.nouns()))
                .findFirst()
                .or(() -> numbers.size() == 1 ? Optional.of(numbers.getFirst()) : Optional.empty());
    }

    /** {@code rating of 5}, {@code priority 1}. */
    private static boolean namedJustBefore(Sketch sketch, NumberPhrase phrase, FieldInfo field) {
        for (int at = phrase.start() - 1; at >= Math.max(0, phrase.start() - 3); at--) {
            if (Fields.match(field, sketch, at) >= Fields.HEAD) {
                return true;
            }
            if (!Vocabulary.isStopWord(sketch.token(at))) {
                return false;
            }
        }
        return false;
    }

    /** How near to the number a word stands that the field goes by; 0 where none does. */
    private static int nearness(Sketch sketch, NumberPhrase phrase, FieldInfo field) {
        int best = 0;
        for (int at = Math.max(0, phrase.start() - NEAR); at < Math.min(sketch.size(), phrase.end() + AFTER); at++) {
            boolean inside = at >= phrase.start() && at < phrase.end();
            if (inside && !sketch.token(at).is(Kind.WORD)) {
                continue;
            }
            if (at >= phrase.end() && Negations.joins(sketch.word(at))) {
                // "price under 8 and pages over 200": what is joined to a comparison is about something else.
                break;
            }
            // A name of one word says no more than the telling word of a longer one.
            int match = Math.min(Fields.match(field, sketch, at), Fields.HEAD);
            if (match > 0) {
                int distance = at < phrase.start() ? phrase.start() - at : Math.max(0, at - phrase.end());
                best = Math.max(best, match * NEAR * 2 - distance);
            }
        }
        return best;
    }
}

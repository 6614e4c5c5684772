package io.remdb.ask.local;

import io.remdb.ask.local.Sketch.Role;
import io.remdb.ask.local.Token.Kind;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads comparisons with numbers: {@code under 20 pounds}, {@code at least 4 stars}, {@code between 5 and 10}, {@code heavier than 2 kg}. */
final class NumberReader {
    /** What stands before a number, longest first. */
    private static final List<Map.Entry<List<String>, String>> BEFORE = List.of(
            Map.entry(List.of("no", "more", "than"), "<="),
            Map.entry(List.of("not", "more", "than"), "<="),
            Map.entry(List.of("no", "less", "than"), ">="),
            Map.entry(List.of("not", "less", "than"), ">="),
            Map.entry(List.of("no", "fewer", "than"), ">="),
            Map.entry(List.of("greater", "than", "or", "equal", "to"), ">="),
            Map.entry(List.of("less", "than", "or", "equal", "to"), "<="),
            Map.entry(List.of("a", "minimum", "of"), ">="),
            Map.entry(List.of("a", "maximum", "of"), "<="),
            Map.entry(List.of("minimum", "of"), ">="),
            Map.entry(List.of("maximum", "of"), "<="),
            Map.entry(List.of("more", "than"), ">"),
            Map.entry(List.of("greater", "than"), ">"),
            Map.entry(List.of("larger", "than"), ">"),
            Map.entry(List.of("bigger", "than"), ">"),
            Map.entry(List.of("higher", "than"), ">"),
            Map.entry(List.of("better", "than"), ">"),
            Map.entry(List.of("less", "than"), "<"),
            Map.entry(List.of("fewer", "than"), "<"),
            Map.entry(List.of("lower", "than"), "<"),
            Map.entry(List.of("smaller", "than"), "<"),
            Map.entry(List.of("worse", "than"), "<"),
            Map.entry(List.of("at", "least"), ">="),
            Map.entry(List.of("at", "most"), "<="),
            Map.entry(List.of("up", "to"), "<="),
            Map.entry(List.of("equal", "to"), "="),
            Map.entry(List.of("equals"), "="),
            Map.entry(List.of("exactly"), "="),
            Map.entry(List.of("over"), ">"),
            Map.entry(List.of("above"), ">"),
            Map.entry(List.of("exceeding"), ">"),
            Map.entry(List.of("exceeds"), ">"),
            Map.entry(List.of("exceed"), ">"),
            Map.entry(List.of("exceeded"), ">"),
            Map.entry(List.of("beyond"), ">"),
            Map.entry(List.of("past"), ">"),
            Map.entry(List.of("under"), "<"),
            Map.entry(List.of("below"), "<"),
            Map.entry(List.of("beneath"), "<"),
            Map.entry(List.of("within"), "<="),
            Map.entry(List.of(">", "="), ">="),
            Map.entry(List.of("<", "="), "<="),
            Map.entry(List.of(">"), ">"),
            Map.entry(List.of("<"), "<"),
            Map.entry(List.of("="), "="));

    private static final Set<String> UPWARDS =
            Set.of("more", "above", "up", "higher", "over", "better", "greater", "larger", "longer");
    private static final Set<String> DOWNWARDS =
            Set.of("less", "below", "fewer", "under", "lower", "smaller", "shorter");
    private static final int NEAR = 5;
    private static final int AFTER = 4;
    private static final double OF_ANOTHER = 0.4;

    /**
     * A comparison with a number that has no unit.
     *
     * @param comparison as SQL, {@code >= 5}
     * @param end after its last token
     */
    record Compared(String comparison, int end) {}

    /** The comparison that begins at a token: {@code more than five}, {@code at least 2}. */
    static Optional<Compared> comparison(Sketch sketch, int at) {
        return compared(sketch, at)
                .filter(mention -> mention.unit() == null && mention.nouns().isEmpty())
                .map(mention ->
                        new Compared(mention.operator() + " " + mention.number().toPlainString(), mention.end()));
    }

    private record Mention(
            int start,
            int end,
            String operator,
            BigDecimal number,
            @Nullable BigDecimal upper,
            @Nullable Unit unit,
            Set<String> nouns) {}

    void read(Sketch sketch) {
        for (int at = 0; at < sketch.size(); at++) {
            Optional<Mention> mention = sketch.free(at) ? mention(sketch, at) : Optional.empty();
            if (mention.isPresent() && restrict(sketch, mention.get())) {
                at = mention.get().end() - 1;
            }
        }
    }

    private static Optional<Mention> mention(Sketch sketch, int at) {
        Optional<Mention> range = between(sketch, at);
        if (range.isPresent()) {
            return range;
        }
        Optional<Mention> compared = compared(sketch, at);
        return compared.isPresent() ? compared : bare(sketch, at);
    }

    /** {@code between 5 and 10 kg}, {@code from 5 to 10}. */
    private static Optional<Mention> between(Sketch sketch, int at) {
        String word = sketch.word(at);
        if (!word.equals("between") && !word.equals("from")) {
            return Optional.empty();
        }
        Optional<Quantity> lower = quantity(sketch, at + 1);
        if (lower.isEmpty()
                || !Set.of("and", "to", "-").contains(sketch.word(lower.get().end()))) {
            return Optional.empty();
        }
        return quantity(sketch, lower.get().end() + 1).map(upper -> {
            Unit unit = upper.unit() != null ? upper.unit() : lower.get().unit();
            return new Mention(at, upper.end(), "BETWEEN", lower.get().number(), upper.number(), unit, Set.of());
        });
    }

    private static Optional<Mention> compared(Sketch sketch, int at) {
        for (Map.Entry<List<String>, String> words : BEFORE) {
            int end = at + words.getKey().size();
            if (stands(sketch, at, words.getKey())) {
                Optional<Quantity> quantity = quantity(sketch, end);
                if (quantity.isPresent()) {
                    return Optional.of(of(at, words.getValue(), quantity.get(), Set.of()));
                }
            }
        }
        Optional<String> plain = Vocabulary.comparative(sketch.word(at));
        if (plain.isPresent() && sketch.word(at + 1).equals("than")) {
            return adjective(sketch, at, plain.get(), at + 2);
        }
        if (sketch.word(at).equals("more") && sketch.word(at + 2).equals("than")) {
            return adjective(sketch, at, sketch.word(at + 1), at + 3);
        }
        if (sketch.word(at).equals("less") && sketch.word(at + 2).equals("than")) {
            return adjective(sketch, at, sketch.word(at + 1), at + 3)
                    .map(more -> new Mention(
                            at,
                            more.end(),
                            more.operator().equals(">") ? "<" : ">",
                            more.number(),
                            null,
                            more.unit(),
                            more.nouns()));
        }
        return Optional.empty();
    }

    private static boolean stands(Sketch sketch, int at, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (!sketch.word(at + i).equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@code cheaper than 20}: the adjective says which field, and in which direction. */
    private static Optional<Mention> adjective(Sketch sketch, int at, String plain, int numberAt) {
        return Vocabulary.adjective(plain)
                .flatMap(adjective -> quantity(sketch, numberAt)
                        .map(quantity -> of(
                                at,
                                adjective.order() == Vocabulary.Order.DESCENDING ? ">" : "<",
                                quantity,
                                adjective.nouns().isEmpty() ? Set.of() : adjective.nouns())));
    }

    private static Mention of(int start, String operator, Quantity quantity, Set<String> nouns) {
        return new Mention(start, quantity.end(), operator, quantity.number(), null, quantity.unit(), nouns);
    }

    /** A number that nothing stands before: {@code 20 or more}, {@code 5 stars}, {@code rating of 5}. */
    private static Optional<Mention> bare(Sketch sketch, int at) {
        if (!sketch.token(at).is(Kind.NUMBER)
                && NumberWords.at(sketch.tokens(), at).isEmpty()
                && !sketch.token(at).is(Kind.UNIT)) {
            return Optional.empty();
        }
        return quantity(sketch, at).map(quantity -> {
            int end = quantity.end();
            String next = sketch.word(end);
            if (next.equals("or") || next.equals("and")) {
                String operator = direction(sketch.word(end + 1));
                if (operator != null) {
                    return new Mention(at, end + 2, operator, quantity.number(), null, quantity.unit(), Set.of());
                }
            }
            if (next.equals("at")
                    && (sketch.word(end + 1).equals("most")
                            || sketch.word(end + 1).equals("least"))) {
                String operator = sketch.word(end + 1).equals("most") ? "<=" : ">=";
                return new Mention(at, end + 2, operator, quantity.number(), null, quantity.unit(), Set.of());
            }
            if (sketch.word(end + 1).equals("or") && direction(sketch.word(end + 2)) != null) {
                // "ten chunks or more": the noun between says which field.
                String operator = java.util.Objects.requireNonNull(direction(sketch.word(end + 2)));
                return new Mention(at, end + 3, operator, quantity.number(), null, quantity.unit(), Set.of());
            }
            if (next.equals("+") || next.equals("plus")) {
                return new Mention(at, end + 1, ">=", quantity.number(), null, quantity.unit(), Set.of());
            }
            return of(at, "=", quantity, Set.of());
        });
    }

    private static @Nullable String direction(String word) {
        if (UPWARDS.contains(word)) {
            return ">=";
        }
        return DOWNWARDS.contains(word) ? "<=" : null;
    }

    private record Quantity(BigDecimal number, @Nullable Unit unit, int end) {}

    /** A number with the unit before or after it. */
    private static Optional<Quantity> quantity(Sketch sketch, int at) {
        int start = at;
        Unit before = null;
        boolean negative = false;
        if (start < sketch.size() && sketch.token(start).is(Kind.UNIT)) {
            before = Unit.at(sketch.tokens(), start).map(Unit.Found::unit).orElse(null);
            start++;
        }
        if ((sketch.word(start).equals("-") && (sketch.word(start - 1).isEmpty() || start == at))
                || sketch.word(start).equals("minus")) {
            negative = true;
            start++;
        }
        Optional<NumberWords.Found> number = NumberWords.at(sketch.tokens(), start);
        boolean article = sketch.word(start).equals("a") || sketch.word(start).equals("an");
        if (number.isEmpty() && article && start + 1 < sketch.size()) {
            int from = start;
            return Unit.at(sketch.tokens(), start + 1)
                    .map(unit -> new Quantity(BigDecimal.ONE, unit.unit(), unit.end()))
                    .filter(one -> from == at);
        }
        if (number.isEmpty()) {
            return Optional.empty();
        }
        int end = number.get().end();
        Optional<Unit.Found> after = end < sketch.size() ? Unit.at(sketch.tokens(), end) : Optional.empty();
        BigDecimal value =
                negative ? number.get().value().negate() : number.get().value();
        return Optional.of(
                after.isPresent()
                        ? new Quantity(value, after.get().unit(), after.get().end())
                        : new Quantity(value, before, end));
    }

    private static boolean restrict(Sketch sketch, Mention mention) {
        if (ofAnotherTable(sketch, mention) || lasting(sketch, mention) || elements(sketch, mention)) {
            return true;
        }
        Optional<FieldInfo> field = field(sketch, mention);
        boolean named = field.isPresent() && isNamed(sketch, mention, field.get());
        if (!named && ofConnected(sketch, mention)) {
            return true;
        }
        if (field.isEmpty()) {
            return false;
        }
        FieldInfo of = field.get();
        String name = of.field().name();
        String column = of.field().name();
        boolean negated = mention.operator().equals("=") && Negations.before(sketch, mention.start());
        String operator = negated ? "<>" : mention.operator();
        String first = number(mention.number(), mention.unit(), of);
        BigDecimal upper = mention.upper();
        sketch.where(
                column,
                upper == null
                        ? "{} " + operator + " " + first
                        : "{} BETWEEN " + first + " AND " + number(upper, mention.unit(), of));
        sketch.take(mention.start(), mention.end(), Role.NUMBER);
        sketch.understood("'" + sketch.text(mention.start(), mention.end()) + "' of " + name);
        return true;
    }

    private static boolean isNamed(Sketch sketch, Mention mention, FieldInfo field) {
        return Fields.speaksOf(field, mention.nouns())
                || nearness(sketch, mention, field) > Fields.DESCRIBED * NEAR * 2;
    }

    /** {@code stations that got colder than -15}: a number of rows that this table is connected with. */
    private static boolean ofConnected(Sketch sketch, Mention mention) {
        for (TableInfo other : sketch.domain().tables()) {
            if (other.name().equals(sketch.table().name())) {
                continue;
            }
            Optional<FieldInfo> field = other.fields().stream()
                    .filter(FieldInfo::isNumber)
                    .filter(info -> isNamed(sketch, mention, info))
                    .max(Comparator.comparingInt(info -> nearness(sketch, mention, info)));
            if (field.isEmpty()) {
                continue;
            }
            FieldInfo of = field.get();
            BigDecimal upper = mention.upper();
            String column = Sql.name(of.field().name());
            String first = number(mention.number(), mention.unit(), of);
            String condition = upper == null
                    ? column + " " + mention.operator() + " " + first
                    : column + " BETWEEN " + first + " AND " + number(upper, mention.unit(), of);
            boolean negated = Negations.inClause(sketch, mention.start());
            Optional<Sketch.Condition> restricted = Paths.restrict(sketch, other, condition, negated);
            if (restricted.isPresent()) {
                sketch.where(restricted.get().column(), restricted.get().pattern());
                sketch.take(mention.start(), mention.end(), Role.NUMBER);
                for (int at = Math.max(0, mention.start() - NEAR);
                        at < Math.min(sketch.size(), mention.end() + AFTER);
                        at++) {
                    boolean said = Fields.match(of, sketch, at) >= Fields.SYNONYM
                            || sketch.lemma(at).equals(other.head());
                    if (said && sketch.free(at)) {
                        sketch.take(at, at + 1, Role.NUMBER);
                    }
                }
                sketch.evidence(-OF_ANOTHER);
                sketch.understood("'" + sketch.text(mention.start(), mention.end()) + "' of "
                        + of.field().name() + " of " + other.name());
                return true;
            }
        }
        return false;
    }

    private static String number(BigDecimal number, @Nullable Unit unit, FieldInfo field) {
        if (unit == null || field.units().isEmpty()) {
            return number.toPlainString();
        }
        return field.units().stream()
                .filter(own -> own.quantity() == unit.quantity())
                .findFirst()
                .map(own -> unit.in(own, number).toPlainString())
                .orElse(number.toPlainString());
    }

    /** {@code customers with more than 3 orders}: the rows of another table that name a row are counted. */
    private static boolean ofAnotherTable(Sketch sketch, Mention mention) {
        if (mention.unit() != null && mention.unit() != Unit.PIECE) {
            return false;
        }
        String noun = sketch.lemma(mention.end());
        for (Domain.Reference reference : sketch.domain().references()) {
            boolean counts = reference.to().name().equals(sketch.table().name())
                    && !reference.from().name().equals(sketch.table().name())
                    && reference.from().head().equals(noun);
            if (counts && !mention.operator().equals("BETWEEN")) {
                String field = reference.field().field().name();
                sketch.where(
                        reference.column(),
                        "{} IN (SELECT " + Sql.name(field) + " FROM "
                                + Sql.name(reference.from().name()) + " GROUP BY "
                                + Sql.name(field) + " HAVING count(*) " + mention.operator() + " "
                                + mention.number().toPlainString() + ")");
                sketch.take(mention.start(), mention.end() + 1, Role.NUMBER);
                sketch.understood("'" + sketch.text(mention.start(), mention.end() + 1) + "' by " + field);
                return true;
            }
        }
        return false;
    }

    /** {@code more than two people in them}: the elements of a list are counted. */
    private static boolean elements(Sketch sketch, Mention mention) {
        if (mention.unit() != null
                || mention.end() >= sketch.size()
                || mention.operator().equals("BETWEEN")) {
            return false;
        }
        Optional<FieldInfo> list = sketch.table().fields().stream()
                .filter(FieldInfo::isArray)
                .filter(field -> Fields.match(field, sketch, mention.end()) >= Fields.HEAD)
                .findFirst();
        if (list.isEmpty()) {
            return false;
        }
        sketch.where(
                list.get().field().name(),
                "CARDINALITY({}) " + mention.operator() + " " + mention.number().toPlainString());
        sketch.take(mention.start(), mention.end() + 1, Role.NUMBER);
        sketch.understood("'" + sketch.text(mention.start(), mention.end() + 1) + "' counted in a row");
        return true;
    }

    /** {@code longer than two hours}, where rows have a beginning and an end. */
    private static boolean lasting(Sketch sketch, Mention mention) {
        Unit unit = mention.unit();
        Optional<FieldInfo> end = sketch.table().end();
        if (unit == null
                || unit.quantity() != Unit.Quantity.DURATION
                || end.isEmpty()
                || mention.operator().equals("BETWEEN")) {
            return false;
        }
        String seconds = unit.in(Unit.SECOND, mention.number()).toPlainString();
        sketch.where(
                sketch.table().time(),
                "DATEDIFF(SECOND, {}, " + Sql.name(end.get().field().name()) + ") " + mention.operator() + " "
                        + seconds);
        sketch.take(mention.start(), mention.end(), Role.NUMBER);
        sketch.understood("'" + sketch.text(mention.start(), mention.end()) + "' from beginning to end");
        return true;
    }

    private static Optional<FieldInfo> field(Sketch sketch, Mention mention) {
        List<FieldInfo> numbers =
                sketch.table().fields().stream().filter(FieldInfo::isNumber).toList();
        if (!mention.nouns().isEmpty()) {
            Optional<FieldInfo> named = numbers.stream()
                    .filter(field -> Fields.speaksOf(field, mention.nouns()))
                    .max(Comparator.comparingInt(field -> nearness(sketch, mention, field)));
            if (named.isPresent()) {
                return named;
            }
        }
        Optional<FieldInfo> near = numbers.stream()
                .filter(field -> nearness(sketch, mention, field) > 0)
                .max(Comparator.comparingInt(field -> nearness(sketch, mention, field)));
        Unit unit = mention.unit();
        if (unit != null) {
            List<FieldInfo> measuring = numbers.stream()
                    .filter(field -> field.units().stream().anyMatch(own -> own.quantity() == unit.quantity()))
                    .toList();
            if (near.isPresent() && (measuring.isEmpty() || measuring.contains(near.get()))) {
                return near;
            }
            if (!measuring.isEmpty()) {
                return measuring.stream()
                        .max(Comparator.comparingInt(field -> field.units().contains(unit) ? 1 : 0));
            }
            return numbers.stream()
                    .filter(field -> Fields.speaksOf(field, unit.quantity().nouns()))
                    .findFirst();
        }
        if (mention.operator().equals("=")) {
            return numbers.stream()
                    .filter(field -> namedJustBefore(sketch, mention, field))
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
    private static boolean namedJustBefore(Sketch sketch, Mention mention, FieldInfo field) {
        for (int at = mention.start() - 1; at >= Math.max(0, mention.start() - 3); at--) {
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
    private static int nearness(Sketch sketch, Mention mention, FieldInfo field) {
        int best = 0;
        for (int at = Math.max(0, mention.start() - NEAR); at < Math.min(sketch.size(), mention.end() + AFTER); at++) {
            boolean inside = at >= mention.start() && at < mention.end();
            if (inside && !sketch.token(at).is(Kind.WORD)) {
                continue;
            }
            // A name of one word says no more than the telling word of a longer one.
            int match = Math.min(Fields.match(field, sketch, at), Fields.HEAD);
            if (match > 0) {
                int distance = at < mention.start() ? mention.start() - at : Math.max(0, at - mention.end());
                best = Math.max(best, match * NEAR * 2 - distance);
            }
        }
        return best;
    }
}

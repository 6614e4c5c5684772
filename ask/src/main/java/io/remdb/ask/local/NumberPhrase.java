package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number in a question, and how something is compared with it: {@code under 20 pounds}, {@code between 300 g and 2 kg}, {@code 5 stars}.
 *
 * @param start its first token
 * @param end after its last token
 * @param operator of SQL
 * @param number compared with, the lower end of BETWEEN
 * @param unit of the number; null where it has none
 * @param upper the upper end of BETWEEN; null for other operators
 * @param upperUnit of the upper end
 * @param nouns by which the field goes that is compared; empty where nothing says that
 */
record NumberPhrase(
        int start,
        int end,
        String operator,
        BigDecimal number,
        @Nullable Unit unit,
        @Nullable BigDecimal upper,
        @Nullable Unit upperUnit,
        Set<String> nouns) {
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
    private static final Map<String, String> OPPOSITES =
            Map.of("<", ">=", "<=", ">", ">", "<=", ">=", "<", "=", "<>", "BETWEEN", "NOT BETWEEN");

    private NumberPhrase(
            int start, int end, String operator, BigDecimal number, @Nullable Unit unit, Set<String> nouns) {
        this(start, end, operator, number, unit, null, null, nouns);
    }

    boolean isRange() {
        return upper != null;
    }

    /** The operator, or what is so where it is not. */
    String operator(boolean negated) {
        return negated ? OPPOSITES.getOrDefault(operator, operator) : operator;
    }

    static Optional<NumberPhrase> at(Sketch sketch, int at) {
        Optional<NumberPhrase> range = between(sketch, at);
        if (range.isPresent()) {
            return range;
        }
        Optional<NumberPhrase> compared = compared(sketch, at);
        return compared.isPresent() ? compared : bare(sketch, at);
    }

    /** {@code between 5 and 10 kg}, {@code from 5 to 10}. */
    private static Optional<NumberPhrase> between(Sketch sketch, int at) {
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
            // "between 5 and 10 kg" says the unit once, "between 300 g and 2 kg" each its own.
            Unit unit = lower.get().unit() != null ? lower.get().unit() : upper.unit();
            Unit upperUnit = upper.unit() != null ? upper.unit() : unit;
            return new NumberPhrase(
                    at, upper.end(), "BETWEEN", lower.get().number(), unit, upper.number(), upperUnit, Set.of());
        });
    }

    static Optional<NumberPhrase> compared(Sketch sketch, int at) {
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
                    .map(more -> new NumberPhrase(
                            at,
                            more.end(),
                            more.operator().equals(">") ? "<" : ">",
                            more.number(),
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
    private static Optional<NumberPhrase> adjective(Sketch sketch, int at, String plain, int numberAt) {
        return Vocabulary.adjective(plain)
                .flatMap(adjective -> quantity(sketch, numberAt)
                        .map(quantity -> of(
                                at,
                                adjective.order() == Vocabulary.Order.DESCENDING ? ">" : "<",
                                quantity,
                                adjective.nouns().isEmpty() ? Set.of() : adjective.nouns())));
    }

    private static NumberPhrase of(int start, String operator, Quantity quantity, Set<String> nouns) {
        return new NumberPhrase(start, quantity.end(), operator, quantity.number(), quantity.unit(), nouns);
    }

    /** A number that nothing stands before: {@code 20 or more}, {@code 5 stars}, {@code rating of 5}. */
    private static Optional<NumberPhrase> bare(Sketch sketch, int at) {
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
                    return new NumberPhrase(at, end + 2, operator, quantity.number(), quantity.unit(), Set.of());
                }
            }
            if (next.equals("at")
                    && (sketch.word(end + 1).equals("most")
                            || sketch.word(end + 1).equals("least"))) {
                String operator = sketch.word(end + 1).equals("most") ? "<=" : ">=";
                return new NumberPhrase(at, end + 2, operator, quantity.number(), quantity.unit(), Set.of());
            }
            if (sketch.word(end + 1).equals("or") && direction(sketch.word(end + 2)) != null) {
                // "ten chunks or more": the noun between says which field.
                String operator = java.util.Objects.requireNonNull(direction(sketch.word(end + 2)));
                return new NumberPhrase(at, end + 3, operator, quantity.number(), quantity.unit(), Set.of());
            }
            if (next.equals("+") || next.equals("plus")) {
                return new NumberPhrase(at, end + 1, ">=", quantity.number(), quantity.unit(), Set.of());
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
}

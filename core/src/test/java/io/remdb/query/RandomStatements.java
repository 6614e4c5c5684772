package io.remdb.query;

import io.remdb.EdgeDirection;
import io.remdb.SearchMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Statements at random: every clause, parameters numbered as a text would have them, names and strings that need quotes. */
final class RandomStatements {
    private static final List<String> PIECES = List.of(
            "a", "year", "'", "''", " ", ",", ":", ";", "--", "/*", "LIMIT", "é", "水", "\n", "?", "\"", "\\", "😀");
    private static final List<String> NAMES =
            List.of("articles", "Notes_2", "my table", "limit", "Mode", "a\"b", "where", "ünïcode", "x-y", "t");
    private static final List<String> OPERANDS = List.of(
            "1", "'it''s'", "year", "mode", "\"limit\"", "lower(title)", "(SELECT max(a) FROM t LIMIT 1)", "NULL");

    private final Random random;
    private int parameters;

    RandomStatements(Random random) {
        this.random = random;
    }

    Statement next() {
        parameters = 0;
        return switch (random.nextInt(6)) {
            case 0 -> new Statement.Sql("SELECT " + random.nextInt());
            case 1 -> new Statement.Explain(rem());
            default -> rem();
        };
    }

    private Statement.Rem rem() {
        return switch (random.nextInt(4)) {
            case 0 -> new Statement.Lookup(strings(1 + random.nextInt(5)));
            case 1 -> fuzzy();
            case 2 -> search();
            default -> traverse();
        };
    }

    private Statement.Fuzzy fuzzy() {
        return new Statement.Fuzzy(string(), random.nextBoolean() ? name() : null, number(Bounds.FUZZY_LIMIT));
    }

    private Statement.Search search() {
        Argument<String> text = string();
        // Either clause may be the one with the first parameter.
        Argument<Integer> limit = null;
        Condition condition = null;
        if (random.nextBoolean()) {
            limit = number(Bounds.SEARCH_LIMIT);
            condition = condition();
        } else {
            condition = condition();
            limit = number(Bounds.SEARCH_LIMIT);
        }
        SearchMode mode = one(SearchMode.class);
        return new Statement.Search(text, name(), condition, some(this::order), limit, mode);
    }

    private @Nullable Condition condition() {
        if (random.nextInt(3) == 0) {
            return null;
        }
        int first = parameters;
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (int terms = 1 + random.nextInt(3); terms > 0; terms--) {
            text.append(separator).append(operand()).append(random.nextBoolean() ? " = " : " IS NOT DISTINCT FROM ");
            text.append(operand());
            separator = random.nextBoolean() ? " AND " : " or not ";
        }
        return new Condition(text.toString(), first, parameters - first, 0);
    }

    private String operand() {
        if (random.nextInt(3) == 0) {
            parameters++;
            return "?";
        }
        return OPERANDS.get(random.nextInt(OPERANDS.size()));
    }

    private Order order() {
        return new Order(name(), one(Order.Direction.class), one(Order.Nulls.class));
    }

    private Statement.Traverse traverse() {
        return new Statement.Traverse(
                string(),
                number(Bounds.DEPTH),
                one(EdgeDirection.class),
                some(this::string),
                number(Bounds.TRAVERSE_LIMIT));
    }

    private <T> List<T> some(Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            list.add(one.get());
        }
        return list;
    }

    private List<Argument<String>> strings(int count) {
        List<Argument<String>> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(string());
        }
        return strings;
    }

    private Argument<String> string() {
        if (random.nextInt(4) == 0) {
            return new Argument.Parameter<>(parameters++);
        }
        StringBuilder text = new StringBuilder("k");
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return new Argument.Given<>(text.toString());
    }

    private Argument<Integer> number(Bounds bounds) {
        if (random.nextInt(4) == 0) {
            return new Argument.Parameter<>(parameters++);
        }
        return new Argument.Given<>(bounds.least() + random.nextInt(bounds.most()));
    }

    private <E extends Enum<E>> E one(Class<E> type) {
        List<E> constants = List.copyOf(EnumSet.allOf(type));
        return constants.get(random.nextInt(constants.size()));
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}

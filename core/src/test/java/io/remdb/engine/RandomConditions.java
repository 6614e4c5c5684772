package io.remdb.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Makes predicates over some fields, among them such as only SQL evaluates. */
final class RandomConditions {
    private final List<TestField> fields;
    private final List<TestRow> rows;
    private final Random random;

    /** {@code rows} lend the values of system columns. */
    RandomConditions(List<TestField> fields, List<TestRow> rows, Random random) {
        this.fields = fields;
        this.rows = rows;
        this.random = random;
    }

    Condition any(int depth) {
        int choice = random.nextInt(10);
        if (depth == 0 || choice < 4) {
            return leaf();
        }
        if (choice < 6) {
            return new Condition.Not(any(depth - 1));
        }
        List<Condition> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(any(depth - 1));
        }
        return new Condition.Joined(parts, random.nextBoolean());
    }

    /** Equalities of scalar fields, joined by AND, and at times something else. */
    Condition equalities() {
        List<TestField> scalars = fields.stream()
                .filter(field -> !field.kind().isArray() && field.kind() != TestField.Kind.OBJECT)
                .toList();
        List<Condition> parts = new ArrayList<>();
        // What one row has, so that there is something to be found.
        TestRow row = rows.get(random.nextInt(rows.size()));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            TestField field = scalars.get(random.nextInt(scalars.size()));
            Object constant = row.value(field.name());
            parts.add(
                    constant == null || random.nextInt(6) == 0
                            ? equality(field)
                            : equality(field, constant, random.nextInt(12) == 0));
        }
        if (random.nextInt(3) == 0) {
            parts.add(any(1));
        }
        return new Condition.Joined(parts, true);
    }

    private Condition leaf() {
        if (random.nextInt(12) == 0) {
            return systemColumn();
        }
        TestField field = fields.get(random.nextInt(fields.size()));
        if (random.nextInt(5) == 0 || field.kind() == TestField.Kind.OBJECT) {
            boolean negative = random.nextBoolean();
            return new Condition.Leaf(
                    _ -> name(field) + (negative ? " IS NOT NULL" : " is null"),
                    row -> (row.value(field.name()) == null) != negative);
        }
        if (field.kind().isArray()) {
            return array(field);
        }
        if (random.nextInt(12) == 0) {
            return unknown(field);
        }
        if (field.kind() == TestField.Kind.BOOLEAN && random.nextBoolean()) {
            return bool(field);
        }
        if (field.kind() == TestField.Kind.TEXT && random.nextInt(3) == 0) {
            return text(field);
        }
        return switch (random.nextInt(field.kind().isOrdered() ? 4 : 2)) {
            case 0 -> in(field);
            case 1 -> equality(field);
            case 2 -> between(field);
            default -> comparison(field);
        };
    }

    private String name(TestField field) {
        return switch (random.nextInt(4)) {
            case 0 -> field.name().toUpperCase(Locale.ROOT);
            case 1 -> "\"" + field.name() + "\"";
            case 2 -> "things." + field.name();
            default -> field.name();
        };
    }

    private static @Nullable Boolean compared(@Nullable Object left, Object right, IntPredicate holds) {
        return left == null ? null : holds.test(TestField.compare(left, right));
    }

    private Condition equality(TestField field) {
        return equality(field, field.element(random), random.nextBoolean());
    }

    private Condition equality(TestField field, Object constant, boolean negative) {
        String operator = negative ? (random.nextBoolean() ? " <> " : " != ") : " = ";
        boolean turned = random.nextInt(4) == 0;
        return new Condition.Leaf(
                parameters -> {
                    String literal = field.literal(constant, parameters, random);
                    return turned ? literal + operator + name(field) : name(field) + operator + literal;
                },
                row -> compared(row.value(field.name()), constant, order -> (order == 0) != negative));
    }

    private Condition comparison(TestField field) {
        Object constant = field.element(random);
        String operator = List.of("<", "<=", ">", ">=").get(random.nextInt(4));
        boolean turned = random.nextInt(4) == 0;
        String swapped = operator.startsWith("<") ? operator.replace('<', '>') : operator.replace('>', '<');
        IntPredicate holds = switch (operator) {
            case "<" -> order -> order < 0;
            case "<=" -> order -> order <= 0;
            case ">" -> order -> order > 0;
            default -> order -> order >= 0;
        };
        return new Condition.Leaf(
                parameters -> {
                    String literal = field.literal(constant, parameters, random);
                    return turned ? literal + swapped + name(field) : name(field) + " " + operator + literal;
                },
                row -> compared(row.value(field.name()), constant, holds));
    }

    private Condition between(TestField field) {
        Object lower = field.element(random);
        Object upper = field.element(random);
        boolean negative = random.nextBoolean();
        return new Condition.Leaf(
                parameters -> name(field) + (negative ? " NOT BETWEEN " : " between ")
                        + field.literal(lower, parameters, random) + " AND "
                        + field.literal(upper, parameters, random),
                row -> {
                    Object value = row.value(field.name());
                    return value == null
                            ? null
                            : (TestField.compare(value, lower) >= 0 && TestField.compare(value, upper) <= 0)
                                    != negative;
                });
    }

    private Condition in(TestField field) {
        List<Object> constants = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            constants.add(field.element(random));
        }
        boolean negative = random.nextBoolean();
        boolean withNull = random.nextInt(6) == 0;
        return new Condition.Leaf(
                parameters -> name(field)
                        + (negative ? " NOT IN (" : " in (")
                        + literals(field, constants, parameters)
                        + (withNull ? ", NULL)" : ")"),
                row -> {
                    Object value = row.value(field.name());
                    boolean found = value != null
                            && constants.stream().anyMatch(constant -> TestField.compare(value, constant) == 0);
                    boolean unknown = value == null || (!found && withNull);
                    return unknown ? null : (Boolean) (found != negative);
                });
    }

    private String literals(TestField field, List<Object> constants, List<@Nullable Object> parameters) {
        StringJoiner literals = new StringJoiner(", ");
        for (Object constant : constants) {
            literals.add(field.literal(constant, parameters, random));
        }
        return literals.toString();
    }

    /** A comparison with NULL. */
    private Condition unknown(TestField field) {
        boolean parameter = random.nextBoolean();
        return new Condition.Leaf(
                parameters -> {
                    if (parameter) {
                        parameters.add(null);
                    }
                    return name(field) + (parameter ? " = ?" : " <> NULL");
                },
                _ -> null);
    }

    private Condition bool(TestField field) {
        return switch (random.nextInt(3)) {
            case 0 -> new Condition.Leaf(_ -> name(field), row -> (Boolean) row.value(field.name()));
            case 1 ->
                new Condition.Leaf(
                        _ -> name(field) + " IS NOT TRUE", row -> !Boolean.TRUE.equals(row.value(field.name())));
            default ->
                new Condition.Leaf(
                        _ -> name(field) + " IS FALSE", row -> Boolean.FALSE.equals(row.value(field.name())));
        };
    }

    /** Beginnings, and what only SQL evaluates. */
    private Condition text(TestField field) {
        String text = (String) field.element(random);
        String prefix = text.substring(
                0, text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1)));
        boolean plain = prefix.indexOf('_') < 0 && prefix.indexOf('%') < 0 && prefix.indexOf('\\') < 0;
        boolean negative = random.nextBoolean();
        if (plain && random.nextInt(3) > 0) {
            return new Condition.Leaf(
                    parameters -> name(field)
                            + (negative ? " NOT LIKE " : " LIKE ")
                            + field.literal(prefix + "%", parameters, random),
                    row -> {
                        String value = (String) row.value(field.name());
                        return value == null ? null : value.startsWith(prefix) != negative;
                    });
        }
        if (random.nextBoolean()) {
            return new Condition.Leaf(
                    _ -> name(field) + " LIKE '%b%'",
                    row -> row.value(field.name()) instanceof String value ? value.contains("b") : null);
        }
        return new Condition.Leaf(
                _ -> "lower(" + field.name() + ") = 'a'",
                row -> row.value(field.name()) instanceof String value
                        ? value.toLowerCase(Locale.ROOT).equals("a")
                        : null);
    }

    private Condition array(TestField field) {
        if (random.nextInt(5) == 0) {
            return new Condition.Leaf(
                    _ -> "cardinality(" + field.name() + ") > 1",
                    row -> row.value(field.name()) instanceof List<?> list ? list.size() > 1 : null);
        }
        Object constant = field.element(random);
        return new Condition.Leaf(
                parameters -> field.literal(constant, parameters, random) + " = ANY(" + name(field) + ")",
                row -> row.value(field.name()) instanceof List<?> list ? contains(list, constant) : null);
    }

    private static @Nullable Boolean contains(List<?> list, Object constant) {
        boolean found = list.stream().anyMatch(each -> each != null && TestField.compare(each, constant) == 0);
        return found ? Boolean.TRUE : list.stream().anyMatch(Objects::isNull) ? null : Boolean.FALSE;
    }

    private Condition systemColumn() {
        TestRow lent = rows.get(random.nextInt(rows.size()));
        TestField moment = new TestField("", TestField.Kind.MOMENT);
        Instant created = lent.createdAt();
        Instant modified = lent.modifiedAt();
        return switch (random.nextInt(6)) {
            case 0 ->
                new Condition.Leaf(
                        parameters -> "created_at <= " + moment.literal(created, parameters, random),
                        row -> !row.createdAt().isAfter(created));
            case 1 ->
                new Condition.Leaf(
                        parameters -> moment.literal(modified, parameters, random) + " < modified_at",
                        row -> row.modifiedAt().isAfter(modified));
            case 2 ->
                new Condition.Leaf(
                        _ -> "id IN ('" + lent.id() + "')", row -> row.id().equals(lent.id()));
            case 3 -> new Condition.Leaf(_ -> "deleted_at IS NULL", _ -> true);
            case 4 ->
                new Condition.Leaf(
                        _ ->
                                "created_at > now() - INTERVAL '1' HOUR AND modified_at < current_timestamp + interval '2' day",
                        _ -> true);
            default -> new Condition.Leaf(_ -> "TRUE", _ -> true);
        };
    }
}

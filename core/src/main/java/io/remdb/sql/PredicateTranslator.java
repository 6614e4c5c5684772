package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.sql.Comparisons.Operator;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.sql.TableShape.Source;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.Predicate;
import io.remdb.value.Predicate.Column;
import io.remdb.value.Predicate.Constant;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of SQL's predicates that an index of another kind can evaluate: comparisons of columns with constants, IN,
 * BETWEEN, LIKE with a plain beginning, IS NULL, {@code = ANY(array)}, and AND, OR, NOT and parentheses around them.
 *
 * <p>It gives up on everything else, and wherever H2's meaning is not certain to be the same, mistakes included: H2 then
 * evaluates the predicate, or says what is wrong with it. Methods give null for that.
 */
final class PredicateTranslator {
    /** An index answers a moderate number of conditions well. */
    private static final int MOST_LEAVES = 200;

    private static final int MOST_VALUES = 10_000;
    private static final int DEEPEST = 50;

    private final TableShape shape;
    private final String called;
    private final PredicateTokens tokens;
    private int leaves;
    private int depth;

    private PredicateTranslator(TableShape shape, String called, PredicateTokens tokens) {
        this.shape = shape;
        this.called = called;
        this.tokens = tokens;
    }

    /** The meaning of a predicate whose tokens {@link PredicateCheck} has let through. */
    static Translation translate(CatalogTable table, String predicate, List<?> parameters) {
        return translate(TableShape.of(table), table.name(), predicate, parameters);
    }

    /**
     * The same where a table has another name in a statement.
     *
     * @param called the only name that may stand before that of a column
     */
    static Translation translate(TableShape shape, String called, String predicate, List<?> parameters) {
        PredicateTokens tokens = new PredicateTokens(predicate, parameters);
        Predicate meaning = new PredicateTranslator(shape, called, tokens).disjunction();
        return meaning != null && tokens.atEnd() && tokens.allParametersRead()
                ? new Translation.Translated(meaning)
                : new Translation.OnlySql(tokens.rest());
    }

    private @Nullable Predicate disjunction() {
        if (++depth > DEEPEST) {
            return null;
        }
        List<Predicate> parts = new ArrayList<>();
        do {
            Predicate part = conjunction();
            if (part == null) {
                return null;
            }
            parts.add(part);
        } while (tokens.take("OR"));
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Predicate.Or(parts);
    }

    private @Nullable Predicate conjunction() {
        List<Predicate> parts = new ArrayList<>();
        do {
            Predicate part = negation();
            if (part == null) {
                return null;
            }
            parts.add(part);
        } while (tokens.take("AND"));
        return parts.size() == 1 ? parts.getFirst() : new Predicate.And(parts);
    }

    private @Nullable Predicate negation() {
        boolean negative = false;
        while (tokens.take("NOT")) {
            negative = !negative;
        }
        Predicate part = tokens.take("(") ? inParentheses() : condition();
        return part == null ? null : negated(part, negative);
    }

    private @Nullable Predicate inParentheses() {
        Predicate inside = disjunction();
        return inside != null && tokens.take(")") ? inside : null;
    }

    private static Predicate negated(Predicate part, boolean negative) {
        return negative ? new Predicate.Not(part) : part;
    }

    private @Nullable Predicate condition() {
        if (++leaves > MOST_LEAVES) {
            return null;
        }
        int start = tokens.position();
        Predicate meaning = isConstant() ? fromConstant() : fromColumn();
        if (meaning == null) {
            tokens.gaveUpAt(start);
        }
        return meaning;
    }

    private boolean isConstant() {
        return tokens.startsConstant();
    }

    /** {@code TRUE}, {@code 5 < views} or {@code 'x' = ANY(tags)}. */
    private @Nullable Predicate fromConstant() {
        Operand operand = tokens.operand();
        if (operand == null) {
            return null;
        }
        Operator operator = tokens.operator();
        if (operator == null) {
            return operand instanceof Operand.Bool(boolean value) && !tokens.afterParameter()
                    ? value ? Constant.TRUE : Constant.FALSE
                    : null;
        }
        if (tokens.take("ANY")) {
            return operator == Operator.EQUAL && !tokens.negativeOperator() ? any(operand) : null;
        }
        boolean negative = tokens.negativeOperator();
        ShapeColumn column = column();
        return column == null ? null : compared(column, operator.reversed(), negative, operand);
    }

    private @Nullable Predicate any(Operand operand) {
        if (!tokens.take("(")) {
            return null;
        }
        ShapeColumn column = column();
        if (column == null || column.field() == null || !tokens.take(")") || operand instanceof Operand.None) {
            return null;
        }
        String field = column.field().name();
        return column.field().type() instanceof FieldType.ArrayOf(ScalarType element)
                ? Comparisons.equalTo(element, operand)
                        .map(values -> new Predicate.HasElement(field, values))
                        .orElse(null)
                : null;
    }

    private @Nullable Predicate fromColumn() {
        ShapeColumn column = column();
        if (column == null) {
            return null;
        }
        if (tokens.take("IS")) {
            return is(column);
        }
        Operator operator = tokens.operator();
        if (operator != null) {
            boolean negative = tokens.negativeOperator();
            Operand operand = tokens.operand();
            return operand == null ? null : compared(column, operator, negative, operand);
        }
        boolean negative = tokens.take("NOT");
        Predicate meaning;
        if (tokens.take("IN")) {
            meaning = in(column);
        } else if (tokens.take("BETWEEN")) {
            meaning = between(column);
        } else if (tokens.take("LIKE")) {
            meaning = like(column);
        } else {
            meaning = negative ? null : flag(column);
        }
        return meaning == null ? null : negated(meaning, negative);
    }

    /** A boolean column alone. */
    private static @Nullable Predicate flag(ShapeColumn column) {
        return isScalar(column, ScalarType.BOOLEAN) ? equalsBool(column, true) : null;
    }

    private static Predicate equalsBool(ShapeColumn column, boolean value) {
        return new Predicate.OneOf(
                new Column.OfSchema(Objects.requireNonNull(column.field()).name()),
                List.of(new FieldValue.Bool(value)));
    }

    private static boolean isScalar(ShapeColumn column, ScalarType type) {
        return column.field() != null && column.field().type().equals(new FieldType.Scalar(type));
    }

    private @Nullable Predicate is(ShapeColumn column) {
        boolean negative = tokens.take("NOT");
        if (tokens.take("NULL")) {
            Predicate isNull = isNull(column);
            return isNull == null ? null : negated(isNull, negative);
        }
        if (!isScalar(column, ScalarType.BOOLEAN) || column.field() == null) {
            return null;
        }
        Predicate isNull = new Predicate.IsNull(column.field().name());
        if (tokens.take("UNKNOWN")) {
            return negated(isNull, negative);
        }
        boolean wanted = tokens.take("TRUE");
        if (!wanted && !tokens.take("FALSE")) {
            return null;
        }
        Predicate certain = new Predicate.And(List.of(new Predicate.Not(isNull), equalsBool(column, wanted)));
        return negated(certain, negative);
    }

    /** A search looks at living rows only, of which {@code deleted_at} is null. */
    private static @Nullable Predicate isNull(ShapeColumn column) {
        return switch (column.source()) {
            case FIELD -> {
                String field = Objects.requireNonNull(column.field()).name();
                yield column.field().type() instanceof FieldType.Json ? null : new Predicate.IsNull(field);
            }
            case ID, ENTITY_TYPE, CREATED_AT, MODIFIED_AT -> Constant.FALSE;
            case DELETED_AT -> Constant.TRUE;
        };
    }

    private @Nullable Predicate in(ShapeColumn column) {
        if (!tokens.take("(")) {
            return null;
        }
        List<FieldValue> values = new ArrayList<>();
        List<Predicate> parts = new ArrayList<>();
        int count = 0;
        do {
            Operand operand = count++ < MOST_VALUES ? tokens.operand() : null;
            Predicate equal = operand == null ? null : compared(column, Operator.EQUAL, false, operand);
            switch (equal) {
                case null -> {
                    return null;
                }
                case Predicate.OneOf oneOf -> values.addAll(oneOf.values());
                // The same for every row: NULL, or what no value equals.
                case Constant constant when parts.contains(constant) -> {}
                default -> {
                    if (++leaves > MOST_LEAVES) {
                        return null;
                    }
                    parts.add(equal);
                }
            }
        } while (tokens.take(","));
        if (!tokens.take(")")) {
            return null;
        }
        Column target = target(column);
        if (target == null) {
            return null;
        }
        parts.add(new Predicate.OneOf(target, values));
        return parts.size() == 1 ? parts.getFirst() : new Predicate.Or(parts);
    }

    private @Nullable Predicate between(ShapeColumn column) {
        Operand lower = tokens.operand();
        Operand upper = lower != null && tokens.take("AND") ? tokens.operand() : null;
        if (lower == null || upper == null) {
            return null;
        }
        Predicate from = compared(column, Operator.GREATER_OR_EQUAL, false, lower);
        Predicate to = compared(column, Operator.LESS_OR_EQUAL, false, upper);
        if (from == null || to == null) {
            return null;
        }
        leaves++; // they may become two
        boolean one = from instanceof Predicate.Range && to instanceof Predicate.Range;
        return one ? joined((Predicate.Range) from, (Predicate.Range) to) : new Predicate.And(List.of(from, to));
    }

    private static Predicate joined(Predicate.Range from, Predicate.Range to) {
        return new Predicate.Range(from.column(), from.lower(), from.lowerInclusive(), to.upper(), to.upperInclusive());
    }

    /** Only a beginning, or a text without any special character. */
    private @Nullable Predicate like(ShapeColumn column) {
        if (!(tokens.operand() instanceof Operand.Text(String pattern)) || !isScalar(column, ScalarType.TEXT)) {
            return null;
        }
        int percent = pattern.indexOf('%');
        boolean special = pattern.isEmpty() || pattern.indexOf('_') >= 0 || pattern.indexOf('\\') >= 0;
        if (special || (percent >= 0 && percent < pattern.length() - 1) || tokens.sees("ESCAPE")) {
            return null;
        }
        if (percent < 0) {
            return compared(column, Operator.EQUAL, false, new Operand.Text(pattern));
        }
        String prefix = pattern.substring(0, percent);
        return Predicate.isExact(prefix)
                ? new Predicate.StartsWith(
                        Objects.requireNonNull(column.field()).name(), prefix)
                : null;
    }

    private static @Nullable Predicate compared(
            ShapeColumn column, Operator operator, boolean negative, Operand operand) {
        Column target = target(column);
        ScalarType type = type(column);
        if (target == null || type == null) {
            return null;
        }
        return Comparisons.of(target, type, operator, operand)
                .map(meaning -> negated(meaning, negative))
                .orElse(null);
    }

    /** What an index calls a column; null when it does not know it. */
    static @Nullable Column target(ShapeColumn column) {
        return switch (column.source()) {
            case FIELD ->
                new Column.OfSchema(Objects.requireNonNull(column.field()).name());
            case ID -> new Column.Id();
            case CREATED_AT -> new Column.CreatedAt();
            case MODIFIED_AT -> new Column.ModifiedAt();
            case ENTITY_TYPE, DELETED_AT -> null;
        };
    }

    private static @Nullable ScalarType type(ShapeColumn column) {
        return switch (column.source()) {
            case FIELD ->
                Objects.requireNonNull(column.field()).type() instanceof FieldType.Scalar(ScalarType type)
                        ? type
                        : null;
            case ID -> ScalarType.UUID;
            case CREATED_AT, MODIFIED_AT -> ScalarType.TIMESTAMP;
            case ENTITY_TYPE, DELETED_AT -> null;
        };
    }

    /** A column by its name, which the table's may stand before. */
    private @Nullable ShapeColumn column() {
        String name = tokens.name();
        if (name == null) {
            return null;
        }
        if (tokens.take(".")) {
            boolean qualifies = name.equalsIgnoreCase(called);
            name = qualifies ? tokens.name() : null;
        }
        return name == null ? null : find(name).orElse(null);
    }

    private Optional<ShapeColumn> find(String name) {
        return shape.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst()
                .filter(column -> column.source() != Source.ENTITY_TYPE);
    }
}

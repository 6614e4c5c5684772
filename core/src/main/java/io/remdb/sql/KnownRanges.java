package io.remdb.sql;

import io.remdb.store.FieldRange;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.h2.command.Parser;
import org.h2.command.query.Select;
import org.h2.engine.SessionLocal;
import org.h2.expression.Expression;
import org.h2.expression.ExpressionColumn;
import org.h2.expression.Parameter;
import org.h2.expression.ValueExpression;
import org.h2.expression.condition.BetweenPredicate;
import org.h2.expression.condition.Comparison;
import org.h2.expression.condition.ConditionAndOr;
import org.h2.expression.condition.ConditionAndOrN;
import org.h2.expression.condition.ConditionInArray;
import org.h2.expression.condition.ConditionInConstantSet;
import org.h2.expression.condition.ConditionInList;
import org.h2.message.DbException;
import org.h2.table.Column;
import org.h2.table.TableFilter;
import org.h2.util.HasSQL;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the WHERE of a statement says about one mention of a table, in constants: H2 tells an index that there is a condition
 * on its column, but not which; the price of a range needs to know.
 *
 * <p>H2's conditions do not show their operators, so these are read from the SQL text that the condition writes of itself.
 */
final class KnownRanges {
    private final List<Expression> conjuncts = new ArrayList<>();
    private final TableFilter filter;
    private final SessionLocal session;

    KnownRanges(TableFilter filter, SessionLocal session) {
        this.filter = filter;
        this.session = session;
        Select select = filter.getSelect();
        if (select != null && !filter.isJoinOuter() && !filter.isJoinOuterIndirect()) {
            collect(select.getCondition());
        }
    }

    private void collect(@Nullable Expression condition) {
        if (condition == null) {
            return;
        }
        boolean several = condition instanceof ConditionAndOr || condition instanceof ConditionAndOrN;
        if (several
                && operator(condition, condition.getSubexpression(0), condition.getSubexpression(1))
                        .equals("AND")) {
            for (int i = 0; i < condition.getSubexpressionCount(); i++) {
                collect(condition.getSubexpression(i));
            }
        } else {
            conjuncts.add(condition);
        }
    }

    /** What stands between two parts of a condition. */
    private static String operator(Expression condition, Expression left, Expression right) {
        String whole = condition.getSQL(HasSQL.DEFAULT_SQL_FLAGS, Expression.WITHOUT_PARENTHESES);
        String first = left.getSQL(HasSQL.DEFAULT_SQL_FLAGS, Expression.AUTO_PARENTHESES);
        String second = right.getSQL(HasSQL.DEFAULT_SQL_FLAGS, Expression.AUTO_PARENTHESES);
        int end = whole.indexOf(second, first.length());
        return whole.startsWith(first) && end >= 0
                ? whole.substring(first.length(), end).strip()
                : "";
    }

    /** The range that constants give a column; empty when they say nothing. */
    Optional<FieldRange> of(Column column, ScalarType type) {
        Value lower = null;
        Value upper = null;
        for (Expression conjunct : conjuncts) {
            if (conjunct instanceof BetweenPredicate && isColumn(conjunct.getSubexpression(0), column)) {
                lower = keep(lower, constant(conjunct.getSubexpression(1)));
                upper = keep(upper, constant(conjunct.getSubexpression(2)));
            } else if (conjunct instanceof Comparison && isColumn(conjunct.getSubexpression(0), column)) {
                Value bound = constant(conjunct.getSubexpression(1));
                String operator = operator(conjunct, conjunct.getSubexpression(0), conjunct.getSubexpression(1));
                lower = operator.equals("=") || operator.startsWith(">") ? keep(lower, bound) : lower;
                upper = operator.equals("=") || (operator.startsWith("<") && !operator.equals("<>"))
                        ? keep(upper, bound)
                        : upper;
            }
        }
        return lower == null && upper == null
                ? Optional.empty()
                : Optional.of(FieldBounds.range(lower, upper, type, session));
    }

    /** The parameter, from 0, that the WHERE asks a column to equal; empty when it asks for none. */
    OptionalInt parameterEqualTo(Column column) {
        for (Expression conjunct : conjuncts) {
            if (conjunct instanceof Comparison
                    && isColumn(conjunct.getSubexpression(0), column)
                    && conjunct.getSubexpression(1) instanceof Parameter parameter
                    && isEquality(conjunct)) {
                return OptionalInt.of(parameter.getIndex());
            }
        }
        return OptionalInt.empty();
    }

    /** The constant or parameter that the WHERE asks a column to equal; empty when it asks for none. */
    Optional<Expression> equalTo(Column column) {
        return conjuncts.stream()
                .filter(conjunct -> conjunct instanceof Comparison
                        && isColumn(conjunct.getSubexpression(0), column)
                        && isEquality(conjunct))
                .map(conjunct -> conjunct.getSubexpression(1))
                .filter(value -> value instanceof Parameter || constant(value) != null)
                .findFirst();
    }

    /** Whether the WHERE asks a text column to equal a text, or one of several, and means that by its exact characters. */
    boolean equalsText(Column column) {
        return conjuncts.stream().anyMatch(conjunct -> equalsText(conjunct, column) || isInTexts(conjunct, column));
    }

    private boolean equalsText(Expression conjunct, Column column) {
        if (!(conjunct instanceof Comparison) || !isEquality(conjunct)) {
            return false;
        }
        Expression left = conjunct.getSubexpression(0);
        Expression right = conjunct.getSubexpression(1);
        return (isColumn(left, column) && isText(right)) || (isColumn(right, column) && isText(left));
    }

    private boolean isInTexts(Expression conjunct, Column column) {
        if (!(conjunct instanceof ConditionInList || conjunct instanceof ConditionInConstantSet)
                || !isColumn(conjunct.getSubexpression(0), column)) {
            return false;
        }
        String whole = conjunct.getSQL(HasSQL.DEFAULT_SQL_FLAGS, Expression.WITHOUT_PARENTHESES);
        String name = conjunct.getSubexpression(0).getSQL(HasSQL.DEFAULT_SQL_FLAGS, Expression.AUTO_PARENTHESES);
        boolean texts = whole.startsWith(name + " IN(");
        for (int i = 1; i < conjunct.getSubexpressionCount(); i++) {
            texts = texts && isText(conjunct.getSubexpression(i));
        }
        return texts;
    }

    private static boolean isEquality(Expression comparison) {
        return comparison.getSubexpressionCount() == 2
                && operator(comparison, comparison.getSubexpression(0), comparison.getSubexpression(1))
                        .equals("=");
    }

    /** Whether an expression is of the type of a text column, so that nothing is converted before it is compared. */
    private boolean isText(Expression expression) {
        return switch (expression) {
            case Parameter parameter ->
                parameterOf(parameter)
                        .map(value -> value.getValueType() == Value.VARCHAR)
                        .orElse(false);
            case ValueExpression value -> value.getType().getValueType() == Value.VARCHAR;
            case ExpressionColumn other ->
                other.getType().getValueType() == Value.VARCHAR && !filter.equals(other.getTableFilter());
            default -> false;
        };
    }

    private Optional<Value> parameterOf(Parameter parameter) {
        return filter.getTable() instanceof Mention table
                ? table.owner().parameter(parameter.getIndex())
                : Optional.empty();
    }

    private static @Nullable Value keep(@Nullable Value known, @Nullable Value other) {
        return other == null ? known : other;
    }

    private boolean isColumn(Expression expression, Column column) {
        return expression instanceof ExpressionColumn mention
                && column.equals(mention.getColumn())
                && filter.equals(mention.getTableFilter());
    }

    private static @Nullable Value constant(Expression expression) {
        return expression instanceof ValueExpression value && value.isConstant() ? value.getValue(null) : null;
    }

    /**
     * The constant or parameter that some element of an array column must equal: {@code 'x' = ANY(tags)}; empty when the WHERE
     * asks for none.
     */
    Optional<Expression> elementOf(Column column) {
        for (Expression conjunct : conjuncts) {
            if (conjunct instanceof ConditionInArray) {
                String text = conjunct.getSQL(HasSQL.DEFAULT_SQL_FLAGS, Expression.WITHOUT_PARENTHESES);
                int at = text.lastIndexOf(" = ANY(");
                if (at > 0
                        && text.endsWith(")")
                        && names(text.substring(at + " = ANY(".length(), text.length() - 1), column)) {
                    Expression element = parse(text.substring(0, at));
                    if (element instanceof ValueExpression || element instanceof Parameter) {
                        return Optional.of(element);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean names(String text, Column column) {
        if (!(parse(text) instanceof ExpressionColumn mention)
                || !column.equals(filter.getTable().findColumn(mention.getOriginalColumnName()))) {
            return false;
        }
        String alias = mention.getOriginalTableAliasName();
        boolean alone =
                filter.getSelect().getTables().size() == 1 && filter.getSelect().getParentSelect() == null;
        return alias == null ? alone : alias.equalsIgnoreCase(filter.getTableAlias());
    }

    private @Nullable Expression parse(String sql) {
        try {
            return new Parser(session).parseExpression(sql);
        } catch (DbException notAnExpression) { // then it is nothing that an index could use
            return null;
        }
    }
}

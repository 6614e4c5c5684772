package io.remdb.sql;

import io.remdb.store.FieldRange;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.math.RoundingMode;
import java.util.Optional;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.expression.Expression;
import org.h2.expression.Parameter;
import org.h2.expression.condition.Comparison;
import org.h2.index.Cursor;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.Column;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Rows by an element of an array field: {@code 'x' = ANY(tags)}.
 *
 * <p>H2 has no index condition for that, so this index looks for it in the WHERE when it is asked for its price, and remembers
 * the element to look up.
 */
final class ElementIndex extends StoreIndex {
    private final int number;
    private final ScalarType type;
    private @Nullable Expression element;

    ElementIndex(StoreTable table, ShapeColumn column, IndexColumn[] columns, ScalarType type) {
        super(table, column.name() + "_index", columns, 0, IndexType.createNonUnique(true));
        this.number = column.index();
        this.type = type;
    }

    @Override
    public double getCost(
            SessionLocal session,
            int @Nullable [] masks,
            TableFilter @Nullable [] filters,
            int filter,
            @Nullable SortOrder sortOrder,
            @Nullable AllColumnsForPlan allColumnsSet,
            boolean isSelectCommand) {
        Optional<Expression> wanted =
                filters == null ? Optional.empty() : new KnownRanges(filters[filter], session).elementOf(columns[0]);
        if (wanted.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        Expression expression = wanted.get();
        if (expression instanceof Parameter) {
            element = expression;
            return SEEK + table().rows() / 20.0 * READ;
        }
        Optional<FieldRange> range = range(expression.getValue(session), session);
        if (range.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        element = expression;
        return SEEK + table().store().indexes().estimate(table().number(), number, range.get()) * READ;
    }

    /** The entries of exactly this element; empty when SQL's comparison is not that of the index. */
    private Optional<FieldRange> range(Value value, SessionLocal session) {
        TypeInfo ours = TableShape.typeOf(type);
        if (!Comparison.isSafeIndexCondition(ours, TypeInfo.getHigherType(ours, value.getType()))) {
            return Optional.empty();
        }
        FieldValue lower = FieldBounds.value(value, type, RoundingMode.FLOOR, session);
        FieldValue upper = FieldBounds.value(value, type, RoundingMode.CEILING, session);
        return lower != null && lower.equals(upper) ? Optional.of(FieldRange.equalTo(lower)) : Optional.empty();
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        StoreTable table = table();
        table.closeCursor();
        Optional<FieldRange> range = value().flatMap(value -> range(value, session));
        if (range.isEmpty()) { // a parameter of another type: every row is looked at
            return table.getScanIndex(session).find(session, null, null, false);
        }
        return table.open(new HitCursor(
                table, table.store().indexes().range(table.number(), number, range.get(), Direction.ASCENDING), -1));
    }

    private Optional<Value> value() {
        return switch (element) {
            case null -> Optional.empty();
            case Parameter parameter -> table().owner().parameter(parameter.getIndex());
            case Expression constant ->
                Optional.of(constant.getValue(table().owner().session()));
        };
    }

    @Override
    public String getPlanSQL() {
        return element == null ? super.getPlanSQL() : super.getPlanSQL() + ": " + element.getTraceSQL() + " = ANY";
    }

    @Override
    public boolean isFirstColumn(Column column) {
        return false;
    }

    @Override
    public @Nullable String getCreateSQL() {
        return null;
    }
}

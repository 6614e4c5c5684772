package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.util.Optional;
import java.util.OptionalInt;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.command.query.Select;
import org.h2.engine.SessionLocal;
import org.h2.expression.Expression;
import org.h2.expression.ExpressionVisitor;
import org.h2.index.Cursor;
import org.h2.index.Index;
import org.h2.index.IndexCondition;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.jspecify.annotations.Nullable;

/** Rows by the value of a scalar field, in its order, in either direction. */
final class FieldIndex extends StoreIndex {
    static final FieldType MOMENT = new FieldType.Scalar(ScalarType.TIMESTAMP);

    private final int number;
    private final ScalarType type;

    FieldIndex(StoreTable table, ShapeColumn column, IndexColumn[] columns, ScalarType type) {
        super(table, column.name() + "_index", columns, 0, IndexType.createNonUnique(true));
        this.number = column.index();
        this.type = type;
    }

    int column() {
        return columnIds[0];
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        FieldRange range = FieldBounds.range(
                lower(first, last, reverse, column()), upper(first, last, reverse, column()), type, session);
        StoreTable table = table();
        if (!table.store().indexes().canRead(range, table.includesDeleted())) {
            return table.getScanIndex(session).find(session, null, null, false);
        }
        table.closeCursor();
        return table.open(new HitCursor(table, hits(range, direction(reverse)), coveredColumn()));
    }

    private io.remdb.store.Cursor<IndexHit> hits(FieldRange range, Direction direction) {
        return table().store().indexes().range(table().number(), number, range, direction);
    }

    private int coveredColumn() {
        return table().ordersIndexes() && table().isCoveredBy(column()) ? column() : -1;
    }

    @Override
    public @Nullable String getCreateSQL() {
        return table().ordersIndexes() ? super.getCreateSQL() : null;
    }

    @Override
    public boolean canGetFirstOrLast() {
        return table().ordersIndexes() && table().surelyHidesDeleted();
    }

    /** The least or greatest value, for MIN and MAX, which pass over NULL. */
    @Override
    public Cursor findFirstOrLast(SessionLocal session, boolean first) {
        FieldRange values = new FieldRange(FieldValue.Null.NULL, false, null, true);
        StoreTable table = table();
        table.closeCursor();
        try (HitCursor cursor = new HitCursor(table, hits(values, direction(!first)), column())) {
            StoreCursor one = StoreCursor.of(cursor.advance());
            one.next();
            return one;
        }
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
        double all = table().counts().live() + table().counts().deleted();
        int mask = masks == null ? 0 : masks[column()];
        KnownRanges known = filters == null ? null : new KnownRanges(filters[filter], session);
        double entries = mask == 0 ? all : entries(mask, known, all);
        double perEntry = coveredColumn() >= 0 ? ENTRY : ENTRY + READ;
        if (!table().ordersIndexes() && !isReadable(mask, known)) {
            return Double.POSITIVE_INFINITY;
        }
        if (filters == null || !table().ordersIndexes() || !givesOrder(sortOrder, filters, filter)) {
            return SEEK + entries * perEntry + (sortOrder == null ? 0 : entries * SORT);
        }
        double needed = entries;
        Optional<Double> limit = limit(filters[filter].getSelect(), session);
        if (limit.isPresent()) {
            double matching = masks == null ? all : matching(masks, known, all);
            needed = Math.min(entries, limit.get() * Math.max(1, entries / Math.max(1, matching)));
        }
        return SEEK + needed * perEntry;
    }

    /** Whether an index without an order can do anything for what is known of a condition. */
    private boolean isReadable(int mask, @Nullable KnownRanges known) {
        Optional<FieldRange> range = known == null ? Optional.empty() : known.of(columns[0], type);
        if (range.isPresent()) {
            return table().store().indexes().canRead(range.get(), table().includesDeleted());
        }
        boolean equality = (mask & IndexCondition.EQUALITY) == IndexCondition.EQUALITY;
        return equality || (mask != 0 && !table().includesDeleted());
    }

    private double entries(int mask, @Nullable KnownRanges known, double all) {
        Optional<FieldRange> range = known == null ? Optional.empty() : known.of(columns[0], type);
        if (range.isPresent() && !table().store().indexes().canRead(range.get(), table().includesDeleted())) {
            return all;
        }
        if (range.isPresent()) {
            return Math.min(all, (double) table().store().indexes().estimate(table().number(), number, range.get()));
        }
        if ((mask & IndexCondition.EQUALITY) == IndexCondition.EQUALITY) {
            OptionalInt parameter = known == null ? OptionalInt.empty() : known.parameterEqualTo(columns[0]);
            if (parameter.isPresent()) {
                EqualParameter equal = new EqualParameter(parameter.getAsInt(), table().number(), number, type);
                return Math.min(all, table().owner().plannedFor(equal));
            }
            return all / 20;
        }
        return (mask & IndexCondition.RANGE) == IndexCondition.RANGE ? all / 10 : all / 3;
    }

    /** About how many rows fulfil the most selective of the conditions that indexes know of. */
    private double matching(int[] masks, @Nullable KnownRanges known, double all) {
        double least = all;
        for (Index index : table().getIndexes()) {
            if (index instanceof FieldIndex field && masks[field.column()] != 0) {
                least = Math.min(least, field.entries(masks[field.column()], known, all));
            }
        }
        return least;
    }

    /** The constant LIMIT of a statement that can stop after so many rows. */
    private static Optional<Double> limit(@Nullable Select select, SessionLocal session) {
        Expression fetch = select == null ? null : select.getFetch();
        if (select == null || fetch == null || select.isGroupQuery() || select.isAnyDistinct()) {
            return Optional.empty();
        }
        return fetch.isConstant() && fetch.isEverything(ExpressionVisitor.INDEPENDENT_VISITOR)
                ? Optional.of(fetch.getValue(session).getDouble())
                : Optional.empty();
    }
}

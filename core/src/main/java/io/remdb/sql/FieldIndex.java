package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexEntry;
import io.remdb.store.IndexHit;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.SystemFields;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.command.query.Select;
import org.h2.engine.SessionLocal;
import org.h2.expression.Expression;
import org.h2.expression.ExpressionVisitor;
import org.h2.expression.Parameter;
import org.h2.index.Cursor;
import org.h2.index.Index;
import org.h2.index.IndexCondition;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** Rows by the value of a scalar field, in its order, in either direction. */
final class FieldIndex extends StoreIndex {
    static final FieldType MOMENT = new FieldType.Scalar(ScalarType.TIMESTAMP);

    /** Of the rows that have another value, one in so many looks as if it had the wanted one. */
    private static final double FINGERPRINTS = 256;

    private final int number;
    private final ScalarType type;
    /** What the statement asks of fields of other indexes, found when it is planned. */
    private List<Equality> others = List.of();

    /** A condition on another field: that it equals a constant or a parameter. */
    private record Equality(FieldIndex index, Expression value) {}

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
        List<IndexEntry> wanted = wanted(session);
        io.remdb.store.Cursor<IndexHit> hits =
                table.store().indexes().range(table.number(), number, range, direction(reverse), wanted, table::tick);
        return table.open(new HitCursor(table, hits, coveredColumn(), !wanted.isEmpty()));
    }

    private io.remdb.store.Cursor<IndexHit> hits(FieldRange range, Direction direction) {
        return table().store().indexes().range(table().number(), number, range, direction);
    }

    /** What rows have to have in other fields, as far as a value means just one there. */
    private List<IndexEntry> wanted(SessionLocal session) {
        List<IndexEntry> wanted = new ArrayList<>(others.size());
        for (Equality other : others) {
            FieldBounds.only(other.value().getValue(session), other.index().type, session)
                    .ifPresent(value -> wanted.add(new IndexEntry(other.index().number, value)));
        }
        return wanted;
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
        boolean inOrder = givesOrder(sortOrder, filters, filter);
        // Where there is neither a condition nor an order, the index of another condition is better.
        others = known == null || masks == null || (mask == 0 && !inOrder) ? List.of() : others(masks, known, session);
        double perEntry = coveredColumn() >= 0 ? ENTRY : ENTRY + READ * shareRead(masks, known, all);
        if (!table().ordersIndexes() && !isReadable(mask, known)) {
            return Double.POSITIVE_INFINITY;
        }
        if (filters == null || !table().ordersIndexes() || !inOrder) {
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

    private List<Equality> others(int[] masks, KnownRanges known, SessionLocal session) {
        if (!table().store().capabilities().has(Capability.INDEX_TELLS_OTHER_FIELDS)) {
            return List.of();
        }
        List<Equality> found = new ArrayList<>();
        for (Index index : table().getIndexes()) {
            if (index instanceof FieldIndex other
                    && other.number >= SystemFields.FIRST_USER_FIELD
                    && other.column() != column()
                    && masks[other.column()] != 0) {
                known.equalTo(other.columns[0])
                        .filter(value -> isOneValue(value, other.type, session))
                        .ifPresent(value -> found.add(new Equality(other, value)));
            }
        }
        return found;
    }

    /** Whether a constant or parameter means one value of a field; a plan is made for parameters of one type each. */
    private boolean isOneValue(Expression expression, ScalarType type, SessionLocal session) {
        Optional<Value> value = expression instanceof Parameter parameter
                ? table().owner().parameter(parameter.getIndex())
                : Optional.of(expression.getValue(session));
        return value.isPresent() && FieldBounds.only(value.get(), type, session).isPresent();
    }

    /** The share of the entries whose rows are read: those of others are left out, but for some that look alike. */
    private double shareRead(int @Nullable [] masks, @Nullable KnownRanges known, double all) {
        double share = 1;
        for (Equality other : others) {
            int mask = masks == null ? 0 : masks[other.index().column()];
            share = Math.min(share, other.index().entries(mask, known, all) / Math.max(1, all));
        }
        return others.isEmpty() ? 1 : Math.min(1, share + 1 / FINGERPRINTS);
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

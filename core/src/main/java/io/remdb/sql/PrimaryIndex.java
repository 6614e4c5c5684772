package io.remdb.sql;

import io.remdb.store.StoredEntity;
import io.remdb.text.Uuids;
import io.remdb.value.FieldValue;
import io.remdb.value.ScalarType;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.IndexCondition;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** Rows by id: one, or a range of them. */
final class PrimaryIndex extends StoreIndex {
    PrimaryIndex(StoreTable table, IndexColumn[] columns) {
        super(table, "primary", columns, 1, IndexType.createPrimaryKey(true, false));
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        Value lower = lower(first, last, reverse, columnIds[0]);
        Value upper = upper(first, last, reverse, columnIds[0]);
        table().closeCursor();
        if (FieldBounds.isNull(lower) && FieldBounds.isNull(upper)) {
            return StoreCursor.of(null);
        }
        UUID from = id(lower, session);
        UUID to = id(upper, session);
        if (from != null && from.equals(to)) {
            return one(from);
        }
        if (!table().ordersIds()) {
            return table().getScanIndex(session).find(session, null, null, false);
        }
        ScanCursor forward = scan(from, to);
        return table().open(reverse ? backwards(forward) : forward);
    }

    @Override
    public @Nullable String getCreateSQL() {
        return table().ordersIds() ? super.getCreateSQL() : null;
    }

    private StoreCursor one(UUID id) {
        StoreTable table = table();
        StoredEntity entity = table.readAgain(id);
        return table.open(
                StoreCursor.of(entity == null || !table.shows(entity.deleted()) ? null : new StoreRow(table, entity)));
    }

    private ScanCursor scan(@Nullable UUID from, @Nullable UUID to) {
        StoreTable table = table();
        UUID after = from == null ? null : Uuids.before(from);
        return new ScanCursor(table, table.store().records().scan(table.number(), after), to);
    }

    /** The store reads ids forwards only: the ids are kept (not the rows) and the rows read again from the end. */
    private StoreCursor backwards(ScanCursor forward) {
        List<UUID> ids = new ArrayList<>();
        try (forward) {
            for (StoreRow row = forward.advance(); row != null; row = forward.advance()) {
                ids.add(row.id());
            }
        }
        StoreTable table = table();
        return new HitCursor(table, new IdsBackwards(ids), -1);
    }

    private static @Nullable UUID id(@Nullable Value value, SessionLocal session) {
        FieldValue id = value == null ? null : FieldBounds.value(value, ScalarType.UUID, RoundingMode.FLOOR, session);
        return id instanceof FieldValue.Id(UUID uuid) ? uuid : null;
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
        int mask = masks == null ? 0 : masks[columnIds[0]];
        double rows = table().counts().live() + table().counts().deleted();
        if ((mask & IndexCondition.EQUALITY) == IndexCondition.EQUALITY) {
            return READ;
        }
        if (!table().ordersIds()) {
            return Double.POSITIVE_INFINITY;
        }
        double share = (mask & IndexCondition.RANGE) == IndexCondition.RANGE ? 0.25 : mask == 0 ? 1 : 0.5;
        return SEEK + rows * share + (mask == 0 ? 2 : 0);
    }
}

package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.store.IndexHit;
import io.remdb.store.KeyHit;
import io.remdb.value.FieldValue;
import java.util.NoSuchElementException;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.IndexCondition;
import org.h2.index.IndexType;
import org.h2.result.SearchRow;
import org.h2.result.SortOrder;
import org.h2.table.Column;
import org.h2.table.IndexColumn;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/**
 * Rows by the text of a field under which they are found by {@code LOOKUP}: the key field, {@code uri}, {@code key}, {@code name}.
 *
 * <p>The store keeps the keys of all tables and fields together, so each row found is asked for its own value. Only texts
 * are looked up: the text '7.0' equals the number 7 in SQL, but is another key.
 */
final class KeyIndex extends StoreIndex {
    /** What a key of the store may have. */
    private static final int LONGEST_KEY_BYTES = 4_096;

    private static final int BYTES_OF_UNIT = 3;

    KeyIndex(StoreTable table, ShapeColumn column, IndexColumn[] columns) {
        super(table, column.name() + "_key", columns, 0, IndexType.createNonUnique(true));
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
        boolean equality = masks != null
                && filters != null
                && (masks[columnIds[0]] & IndexCondition.EQUALITY) == IndexCondition.EQUALITY
                && new KnownRanges(filters[filter], session).equalsText(columns[0]);
        return equality ? SEEK + READ : Double.POSITIVE_INFINITY;
    }

    @Override
    public Cursor find(SessionLocal session, @Nullable SearchRow first, @Nullable SearchRow last, boolean reverse) {
        StoreTable table = table();
        table.closeCursor();
        Value lower = lower(first, last, reverse, columnIds[0]);
        Value upper = upper(first, last, reverse, columnIds[0]);
        if (FieldBounds.isNull(lower) || FieldBounds.isNull(upper)) {
            return StoreCursor.of(null);
        }
        if (!(lower instanceof ValueVarchar) || !lower.equals(upper)) {
            return table.getScanIndex(session).find(session, null, null, false);
        }
        String text = String.valueOf(lower.getString());
        StoreCursor rows = isLookedUp(text)
                ? new HitCursor(table, new OfTable(table.store().indexes().byKey(text), table.number()), -1)
                : new ScanCursor(table, table.store().records().scan(table.number(), null), null);
        return table.open(new EqualRows(rows, columnIds[0], lower));
    }

    /**
     * Whether the store may be asked for a key. No key is empty; a text that might be longer in bytes than any key is looked for
     * among the rows.
     */
    static boolean isLookedUp(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_KEY_BYTES / BYTES_OF_UNIT;
    }

    @Override
    public boolean isFirstColumn(Column column) {
        return false;
    }

    @Override
    public @Nullable String getCreateSQL() {
        return null;
    }

    /** The rows whose own value is the one that was looked for. */
    private static final class EqualRows extends StoreCursor {
        private final StoreCursor rows;
        private final int column;
        private final Value value;

        EqualRows(StoreCursor rows, int column, Value value) {
            this.rows = rows;
            this.column = column;
            this.value = value;
        }

        @Override
        @Nullable
        StoreRow advance() {
            StoreRow row = rows.advance();
            while (row != null && !row.getValue(column).equals(value)) {
                row = rows.advance();
            }
            return row;
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** The hits in one table. */
    private static final class OfTable implements io.remdb.store.Cursor<IndexHit> {
        private final io.remdb.store.Cursor<KeyHit> hits;
        private final int table;
        private @Nullable IndexHit next;

        OfTable(io.remdb.store.Cursor<KeyHit> hits, int table) {
            this.hits = hits;
            this.table = table;
        }

        @Override
        public boolean hasNext() {
            while (next == null && hits.hasNext()) {
                KeyHit hit = hits.next();
                if (hit.table() == table) {
                    next = new IndexHit(hit.id(), FieldValue.Null.NULL, false);
                }
            }
            return next != null;
        }

        @Override
        public IndexHit next() {
            IndexHit hit = hasNext() ? next : null;
            if (hit == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return hit;
        }

        @Override
        public void close() {
            hits.close();
        }
    }
}

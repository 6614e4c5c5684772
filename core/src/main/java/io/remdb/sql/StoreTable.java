package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.sql.TableShape.Source;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities.Capability;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.command.query.AllColumnsForPlan;
import org.h2.command.query.Select;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.result.Row;
import org.h2.result.SortOrder;
import org.h2.schema.Schema;
import org.h2.table.Column;
import org.h2.table.PlanItem;
import org.h2.table.TableFilter;
import org.h2.value.Value;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/**
 * One mention of a table in one prepared statement, as H2 sees it.
 *
 * <p>{@link StoreSchema} makes one for each mention, so what the planner finds out about it (which columns are used, whether
 * deleted rows are asked for, which index covers it) can be kept here. It belongs to one session: one thread at a time. Nothing is
 * written through it: what a statement would write goes to its {@link WriteTarget}.
 */
final class StoreTable extends QueriedTable implements Mention {
    private static final int ROWS_BETWEEN_CHECKS = 1 << 12;

    /**
     * How {@code deleted_at} is spelt where it came out of a {@code *}. Names are found in any case, so it is the same name to
     * everybody else; H2 keeps the spelling, also where it writes SQL text of a parsed query in order to parse it again.
     */
    static final String DELETED_AT_OF_STAR = "deleted_aT";

    private final SqlSession owner;
    private final TableShape shape;
    private final Store store;
    private final Value entityType;
    private final ColumnUse use;
    private final Column namedDeletedAt;
    private final List<Index> indexes;
    private final Index scan;

    private boolean planning;
    private boolean findsDeletedAt;
    private boolean includesDeleted;
    private boolean onlyCovering;
    private long dataVersion;
    private @Nullable StoreCursor open;
    private int rowsRead;
    private @Nullable WriteTarget target;

    StoreTable(Schema schema, TableShape shape, SqlSession owner, Store store) {
        super(schema, shape.table().name());
        this.owner = owner;
        this.shape = shape;
        this.store = store;
        this.use = new ColumnUse(shape);
        this.entityType = ValueVarchar.get(shape.table().name());
        setColumns(columnsOf(shape));
        int last = columns.length - 1;
        this.namedDeletedAt = new Column(TableShape.DELETED_AT, columns[last].getType());
        namedDeletedAt.setTable(this, last);
        this.scan = new ScanIndex(this);
        this.indexes = TableIndexes.of(this, columns);
    }

    private static Column[] columnsOf(TableShape shape) {
        List<Column> columns = new ArrayList<>();
        for (ShapeColumn column : shape.columns()) {
            String name = column.source() == Source.DELETED_AT ? DELETED_AT_OF_STAR : column.name();
            columns.add(new Column(name, column.type()));
        }
        return columns.toArray(Column[]::new);
    }

    CatalogTable table() {
        return shape.table();
    }

    TableShape shape() {
        return shape;
    }

    Store store() {
        return store;
    }

    @Override
    public SqlSession owner() {
        return owner;
    }

    int number() {
        return shape.table().number();
    }

    int width() {
        return columns.length;
    }

    Source source(int column) {
        return shape.columns().get(column).source();
    }

    Value entityType() {
        return entityType;
    }

    /** Whether an index gives its rows in the order of their values. */
    boolean ordersIndexes() {
        return store.capabilities().has(Capability.ORDERED_INDEX_SCAN);
    }

    /** Whether a scan gives the rows in the order of their ids. */
    boolean ordersIds() {
        return store.capabilities().has(Capability.ORDERED_ID_SCAN);
    }

    /** Whether rows in this state are seen by the statement. */
    boolean shows(boolean deleted) {
        return includesDeleted || !deleted;
    }

    /** Whether the statement names {@code deleted_at} of this mention. */
    boolean includesDeleted() {
        return includesDeleted;
    }

    /** Counts a row that is read, shown or not: time-outs and interrupts are noticed here. */
    void tick() {
        if ((++rowsRead & (ROWS_BETWEEN_CHECKS - 1)) == 0) {
            owner.checkCancelled();
        }
    }

    List<@Nullable StoredEntity> readAll(List<UUID> ids) {
        return store.records().getAll(number(), ids);
    }

    @Nullable
    StoredEntity readAgain(UUID id) {
        return store.records().get(number(), id).orElse(null);
    }

    /** What reads the columns that the statement uses; a column that nobody announced is added. */
    RowDecoder decoderFor(int column) {
        return use.decoderFor(column);
    }

    /** Makes this the table's open lookup; the one before it is over: H2 has one at a time for each mention. */
    StoreCursor open(StoreCursor cursor) {
        closeCursor();
        open = cursor;
        return cursor;
    }

    @Override
    public void closeCursor() {
        StoreCursor cursor = open;
        if (cursor != null) {
            open = null;
            cursor.end();
        }
    }

    @Override
    public List<String> columnNames() {
        return shape.names();
    }

    @Override
    public void startExecution(long version) {
        dataVersion = version;
    }

    @Override
    public Column findColumn(String columnName) {
        if (columnName.equalsIgnoreCase(TableShape.DELETED_AT) && !columnName.equals(DELETED_AT_OF_STAR)) {
            findsDeletedAt = true;
            return namedDeletedAt;
        }
        return super.findColumn(columnName);
    }

    @Override
    public PlanItem getBestPlanItem(
            SessionLocal session,
            int[] masks,
            TableFilter[] filters,
            int filter,
            SortOrder sortOrder,
            AllColumnsForPlan allColumnsSet,
            boolean isSelectCommand) {
        planning = true;
        try {
            learnColumns(allColumnsSet);
            Select select = filters == null ? null : filters[filter].getSelect();
            onlyCovering = select != null && select.isGroupQuery();
            return super.getBestPlanItem(session, masks, filters, filter, sortOrder, allColumnsSet, isSelectCommand);
        } finally {
            planning = false;
        }
    }

    @Override
    public Index getScanIndex(
            SessionLocal session,
            int[] masks,
            TableFilter[] filters,
            int filter,
            SortOrder sortOrder,
            AllColumnsForPlan allColumnsSet) {
        learnColumns(allColumnsSet);
        return scan;
    }

    private void learnColumns(@Nullable AllColumnsForPlan allColumns) {
        if (target != null) {
            includesDeleted = findsDeletedAt;
            return;
        }
        List<Column> used = allColumns == null ? null : allColumns.get(this);
        if (used == null) {
            return;
        }
        use.learn(used);
        // ORDER BY deleted_at after * means the column of the *, so a single mention goes by the words of the
        // statement.
        includesDeleted = used.contains(namedDeletedAt) || owner.namesDeletedAtOfOnly(this);
    }

    /** Whether an index of this column knows all that the statement asks for, so that no row need be read. */
    boolean isCoveredBy(int indexedColumn) {
        // Where the table is written to, the whole row is.
        return target == null && use.isCoveredBy(indexedColumn);
    }

    /**
     * The indexes. After planning, H2 asks again for one whose order makes groups: reading rows one by one in index order is
     * slower than hashing a scan, so only a covering one is offered then.
     */
    @Override
    public List<Index> getIndexes() {
        if (planning || !onlyCovering) {
            return indexes;
        }
        return indexes.stream()
                .filter(index -> ordersIndexes() && index instanceof FieldIndex field && isCoveredBy(field.column()))
                .toList();
    }

    @Override
    public Index getIndexForColumn(Column column, boolean needGetFirstOrLast, boolean needFindNext) {
        boolean before = planning;
        planning = true; // MIN and MAX may use any index
        try {
            return super.getIndexForColumn(column, needGetFirstOrLast, needFindNext);
        } finally {
            planning = before;
        }
    }

    TableCounts counts() {
        return store.records().counts(number());
    }

    /** How many rows the statement can see. */
    long rows() {
        TableCounts counts = counts();
        return includesDeleted ? counts.live() + counts.deleted() : counts.live();
    }

    @Override
    public Index getScanIndex(SessionLocal session) {
        return scan;
    }

    /** Whether the statement surely does not ask for deleted rows; known before planning, unlike {@link #includesDeleted}. */
    boolean surelyHidesDeleted() {
        return !findsDeletedAt;
    }

    @Override
    public boolean canGetRowCount(SessionLocal session) {
        return surelyHidesDeleted();
    }

    @Override
    public long getRowCount(SessionLocal session) {
        return rows();
    }

    @Override
    public long getRowCountApproximation(SessionLocal session) {
        return rows();
    }

    @Override
    public long getMaxDataModificationId() {
        return dataVersion;
    }

    /** Makes this mention the one that the statement writes to. */
    void write(WriteTarget writeTarget) {
        target = writeTarget;
        for (int i = 0; i < columns.length; i++) {
            if (source(i) != Source.FIELD) { // an INSERT that names no columns gives the fields
                columns[i].setVisible(false);
            }
        }
    }

    /** A column that is assigned; those that are read are looked up by {@link #findColumn}. */
    @Override
    public Column getColumn(String columnName) {
        Column column = super.getColumn(columnName);
        if (target != null) {
            target.assigns(column);
        }
        return column;
    }

    @Override
    public boolean isInsertable() {
        return target != null;
    }

    /** H2 asks before it writes a row; {@link #fireBeforeRow} answers that this is done. */
    @Override
    public boolean fireRow() {
        return true;
    }

    @Override
    public boolean fireBeforeRow(SessionLocal session, @Nullable Row oldRow, @Nullable Row newRow) {
        if (target == null) {
            throw readOnly();
        }
        target.take(oldRow, newRow, session);
        return true;
    }

    /** Values are converted by {@link ColumnJson}, which keeps those that do not fit for the schema to judge. */
    @Override
    public void convertInsertRow(SessionLocal session, Row row, @Nullable Boolean overridingSystem) {}

    @Override
    public void convertUpdateRow(SessionLocal session, Row row, boolean fromTrigger) {}

    @Override
    public void close(SessionLocal session) {
        closeCursor();
    }
}

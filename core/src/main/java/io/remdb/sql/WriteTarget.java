package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.json.Json;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.sql.TableShape.Source;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.h2.engine.CastDataProvider;
import org.h2.result.Row;
import org.h2.table.Column;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table that a statement writes to: H2 runs the statement as if it wrote, and what it would have written is collected here.
 * Nothing is written meanwhile, so a statement never sees its own rows.
 */
final class WriteTarget {
    /** Any row takes some memory beside its text. */
    private static final int ROW_BYTES = 256;

    private final TableShape shape;
    private final PreparedSql statement;
    private final WriteBudget budget;
    private final long vectorBytes;
    private final BitSet assigned = new BitSet();
    private final Set<UUID> changed = new HashSet<>();
    private List<RowWrite> writes = new ArrayList<>();
    private long rowsLeft;
    private long bytesLeft;

    WriteTarget(TableShape shape, PreparedSql statement, WriteBudget budget) {
        this.shape = shape;
        this.statement = statement;
        this.budget = budget;
        this.vectorBytes = WriteBudget.vectorBytes(shape.table());
    }

    /**
     * A column that the statement assigns, called while H2 parses.
     *
     * @throws RemException when it is the database's own
     */
    void assigns(Column column) {
        ShapeColumn named = shape.columns().get(column.getColumnId());
        boolean settable = switch (named.source()) {
            case FIELD -> true;
            case ID -> shape.table().schema().takesIds() && statement.isInsert();
            case ENTITY_TYPE, CREATED_AT, MODIFIED_AT, DELETED_AT -> false;
        };
        if (!settable) {
            RemException error = new RemException(ErrorCode.INVALID_QUERY, "This column is set by the database alone")
                    .with("field", named.name());
            throw statement
                    .mark(error, named.name())
                    .hint(
                            named.source() == Source.DELETED_AT
                                    ? "DELETE sets it, and inserting the row again clears it"
                                    : "Leave it out; an id is made from the key of the row");
        }
        assigned.set(column.getColumnId());
    }

    /** Begins an execution. */
    void start(long maxRows) {
        writes = new ArrayList<>();
        changed.clear();
        rowsLeft = Math.min(maxRows, budget.rows());
        bytesLeft = budget.bytes();
    }

    /** What was collected since {@link #start}. */
    List<RowWrite> finish() {
        List<RowWrite> collected = writes;
        writes = new ArrayList<>();
        changed.clear();
        return collected;
    }

    /**
     * Takes a row that H2 would write.
     *
     * @param before null for a new one
     * @param after null for one that is deleted
     */
    void take(@Nullable Row before, @Nullable Row after, CastDataProvider provider) {
        if (before == null) {
            if (after != null) {
                insert(after, provider);
            }
            return;
        }
        StoredEntity entity = before instanceof StoreRow row ? row.entity() : null;
        if (entity == null) { // removed since the index was read
            return;
        }
        if (!changed.add(entity.id())) {
            throw new RemException(ErrorCode.INVALID_QUERY, "The statement changes a row more than once")
                    .with("id", entity.id())
                    .hint("Make the rows of the source distinct");
        }
        if (after == null) {
            add(new RowWrite.Delete(entity.id(), entity.version()), 0);
        } else {
            update(before, after, entity, provider);
        }
    }

    private void insert(Row row, CastDataProvider provider) {
        ObjectNode json = Json.object();
        long bytes = vectorBytes;
        for (int i = 0; i < shape.columns().size(); i++) {
            Value value = row.getValue(i);
            if (value != null && !(value instanceof ValueNull)) {
                ShapeColumn column = shape.columns().get(i);
                JsonNode node = ColumnJson.of(column, value, provider);
                if (!node.isNull()) {
                    json.set(
                            column.field() == null
                                    ? column.name()
                                    : column.field().name(),
                            node);
                    bytes += value.getMemory();
                }
            }
        }
        add(new RowWrite.Insert(json), bytes);
    }

    /** The columns that the statement names; one that it sets to itself stays as it is stored, whatever SQL can show of it. */
    private void update(Row before, Row after, StoredEntity entity, CastDataProvider provider) {
        ObjectNode values = Json.object();
        long bytes = entity.properties().length;
        boolean embeds = rebuilding();
        for (int i = assigned.nextSetBit(0); i >= 0; i = assigned.nextSetBit(i + 1)) {
            ShapeColumn column = shape.columns().get(i);
            Value value = after.getValue(i);
            if (value == null) { // SET column = DEFAULT
                value = ValueNull.INSTANCE;
            }
            if (!value.equals(before.getValue(i)) && column.field() != null) {
                embeds |= shape.table().schema().embeddedFields().contains(column.field());
                values.set(column.field().name(), ColumnJson.of(column, value, provider));
                bytes += value.getMemory();
            }
        }
        add(new RowWrite.Update(entity.id(), entity.version(), values), embeds ? bytes + vectorBytes : bytes);
    }

    /** While vectors are being built, every row that is written is embedded. */
    private boolean rebuilding() {
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            TableDefinition.Vectors vectors = shape.table().vectors(slot);
            if (vectors != null && vectors.building()) {
                return true;
            }
        }
        return false;
    }

    private void add(RowWrite write, long bytes) {
        rowsLeft--;
        bytesLeft -= ROW_BYTES + bytes;
        if (rowsLeft < 0 || bytesLeft < 0) {
            throw new RemException(ErrorCode.TOO_LARGE, "The statement writes more than one atomic write may")
                    .with("rows", writes.size())
                    .with("limit", rowsLeft < 0 ? writes.size() + " rows" : budget.bytes() + " bytes")
                    .hint("Write in parts, by a range of a key or of created_at");
        }
        writes.add(write);
    }
}

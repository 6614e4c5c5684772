package io.remdb.sql;

import io.remdb.store.StoredEntity;
import java.util.Objects;
import java.util.UUID;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.h2.value.ValueUuid;
import org.jspecify.annotations.Nullable;

/**
 * A row as H2 sees it. Its values are made when they are asked for: a condition that fails on the first column costs no more
 * than that column, and a row out of a covering index is never read at all.
 */
final class StoreRow extends Row {
    private final StoreTable table;
    private final UUID id;
    private final @Nullable Value[] values;
    private @Nullable StoredEntity entity;
    private @Nullable RowDecoder decoder;
    private int @Nullable [] located;

    /** A row that has been read. */
    StoreRow(StoreTable table, StoredEntity entity) {
        this.table = table;
        this.id = entity.id();
        this.entity = entity;
        this.values = new Value[table.width()];
    }

    /** A row of which an index knows all that is needed. */
    StoreRow(StoreTable table, UUID id, int indexedColumn, Value indexedValue) {
        this.table = table;
        this.id = id;
        this.values = new Value[table.width()];
        this.values[indexedColumn] = indexedValue;
    }

    UUID id() {
        return id;
    }

    /** The row as it was read; null when it has gone since an index named it. */
    @Nullable
    StoredEntity entity() {
        if (entity == null) {
            entity = table.readAgain(id);
        }
        return entity;
    }

    @Override
    public Value getValue(int column) {
        Value value = values[column];
        return value != null ? value : load(column);
    }

    private Value load(int column) {
        Value value = switch (table.source(column)) {
            case ID -> ValueUuid.get(id);
            case ENTITY_TYPE -> table.entityType();
            case CREATED_AT, MODIFIED_AT, DELETED_AT, FIELD -> stored(column);
        };
        values[column] = value;
        return value;
    }

    private Value stored(int column) {
        StoredEntity row = entity();
        if (row == null) { // removed since the index was read
            return ValueNull.INSTANCE;
        }
        return switch (table.source(column)) {
            case ID, ENTITY_TYPE -> load(column);
            case CREATED_AT -> SqlValues.timestamp(row.createdAtMicros());
            case MODIFIED_AT -> SqlValues.timestamp(row.modifiedAtMicros());
            case DELETED_AT -> row.deleted() ? SqlValues.timestamp(row.deletedAtMicros()) : ValueNull.INSTANCE;
            case FIELD -> field(row.properties(), column);
        };
    }

    private Value field(byte[] properties, int column) {
        RowDecoder current = table.decoderFor(column);
        if (!current.equals(decoder)) {
            decoder = current;
            located = current.locate(properties);
        }
        if (located != null) {
            return current.read(properties, located, column);
        }
        current.decode(properties, values);
        return Objects.requireNonNull(values[column]);
    }

    @Override
    public Value[] getValueList() {
        Value[] list = new Value[values.length];
        for (int i = 0; i < list.length; i++) {
            list[i] = getValue(i);
        }
        return list;
    }

    @Override
    public int getColumnCount() {
        return values.length;
    }

    @Override
    public void setValue(int column, Value value) {
        values[column] = value;
    }

    @Override
    public int getMemory() {
        return 24 * values.length;
    }

    @Override
    public void copyFrom(SearchRow source) {
        setKey(source.getKey());
        for (int i = 0; i < values.length; i++) {
            values[i] = source.getValue(i);
        }
    }
}

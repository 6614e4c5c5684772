package io.remdb.sql;

import io.remdb.catalog.CatalogTable;
import io.remdb.schema.Field;
import io.remdb.schema.RowKeys;
import io.remdb.store.SystemFields;
import io.remdb.text.UniqueNames;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * How a table looks in SQL: the schema's fields in the order of the document, then the system columns.
 *
 * <p>Names are found in any case. Where two fields differ only by case (or a field and a system column), the first keeps its
 * name and the others are called {@code name_2}, {@code name_3}, ...
 *
 * @param table the table
 * @param columns in order
 */
record TableShape(CatalogTable table, List<ShapeColumn> columns) {
    static final String DELETED_AT = "deleted_at";
    static final TypeInfo TIMESTAMP = TypeInfo.getTypeInfo(Value.TIMESTAMP_TZ, 0, 6, null);
    static final TypeInfo UNROUNDED = TypeInfo.getTypeInfo(Value.TIMESTAMP_TZ, 0, 9, null);

    /** Where a column's value comes from. */
    enum Source {
        FIELD,
        ID,
        ENTITY_TYPE,
        CREATED_AT,
        MODIFIED_AT,
        DELETED_AT
    }

    /**
     * A column.
     *
     * @param name in SQL
     * @param source where its value comes from
     * @param field the field; null for a system column
     * @param type its type in SQL
     * @param index number of its ordered index; 0 for none
     */
    record ShapeColumn(String name, Source source, @Nullable Field field, TypeInfo type, int index) {}

    static TableShape of(CatalogTable table) {
        List<ShapeColumn> columns = new ArrayList<>();
        Set<Field> readable = new HashSet<>(table.readableIndexes());
        Set<String> taken = new HashSet<>(Set.of("id", "entity_type", "created_at", "modified_at", DELETED_AT));
        for (Field field : table.schema().fields()) {
            int index = readable.contains(field) ? table.indexNumber(field) : 0;
            columns.add(new ShapeColumn(
                    UniqueNames.take(field.name(), taken), Source.FIELD, field, typeOf(field.type()), index));
        }
        columns.add(new ShapeColumn("id", Source.ID, null, TypeInfo.TYPE_UUID, 0));
        columns.add(new ShapeColumn("entity_type", Source.ENTITY_TYPE, null, TypeInfo.TYPE_VARCHAR, 0));
        columns.add(new ShapeColumn("created_at", Source.CREATED_AT, null, TIMESTAMP, SystemFields.CREATED_AT));
        columns.add(new ShapeColumn("modified_at", Source.MODIFIED_AT, null, TIMESTAMP, SystemFields.MODIFIED_AT));
        columns.add(new ShapeColumn(DELETED_AT, Source.DELETED_AT, null, TIMESTAMP, 0));
        return new TableShape(table, List.copyOf(columns));
    }

    /** Whether every row is found by the text of this column through {@link io.remdb.store.IndexStore#byKey}, and not otherwise. */
    boolean isKey(ShapeColumn column) {
        return column.index() == 0
                && table.definition().rekeying() == null
                && column.field() != null
                && column.field().type().equals(new FieldType.Scalar(ScalarType.TEXT))
                && RowKeys.keyFields(table.schema()).contains(column.field().name());
    }

    /** The names of the columns. */
    List<String> names() {
        return columns.stream().map(ShapeColumn::name).toList();
    }

    private static TypeInfo typeOf(FieldType type) {
        return switch (type) {
            case FieldType.Scalar scalar -> typeOf(scalar.type());
            case FieldType.ArrayOf array -> TypeInfo.getTypeInfo(Value.ARRAY, -1L, 0, typeOf(array.element()));
            case FieldType.Json json -> TypeInfo.TYPE_JSON;
        };
    }

    static TypeInfo typeOf(ScalarType type) {
        return switch (type) {
            case TEXT -> TypeInfo.TYPE_VARCHAR;
            case INTEGER -> TypeInfo.TYPE_BIGINT;
            case NUMBER -> TypeInfo.TYPE_DOUBLE;
            case BOOLEAN -> TypeInfo.TYPE_BOOLEAN;
            case TIMESTAMP -> TIMESTAMP;
            case DATE -> TypeInfo.TYPE_DATE;
            case UUID -> TypeInfo.TYPE_UUID;
        };
    }
}

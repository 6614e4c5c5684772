package io.remdb.engine;

import io.remdb.catalog.CatalogTable;
import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.schema.RowKeys;
import io.remdb.store.Change.Derived;
import io.remdb.store.IndexEntry;
import io.remdb.store.StoredEntity;
import io.remdb.store.SystemFields;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What a schema derives from a row: its places in the ordered indexes and its keys. */
final class Derivation {
    private Derivation() {}

    static Derived of(CatalogTable table, StoredEntity entity, ObjectNode properties) {
        List<IndexEntry> entries = new ArrayList<>();
        entries.add(new IndexEntry(SystemFields.CREATED_AT, new FieldValue.Timestamp(entity.createdAtMicros())));
        entries.add(new IndexEntry(SystemFields.MODIFIED_AT, new FieldValue.Timestamp(entity.modifiedAtMicros())));
        for (Field field : table.schema().indexedFields()) {
            addEntries(table, field, properties, entries);
        }
        return new Derived(entries, RowKeys.keys(table.schema(), properties));
    }

    /** The places in the indexes of these fields alone. */
    static List<IndexEntry> entries(CatalogTable table, List<Field> fields, ObjectNode properties) {
        List<IndexEntry> entries = new ArrayList<>();
        for (Field field : fields) {
            addEntries(table, field, properties, entries);
        }
        return entries;
    }

    private static void addEntries(CatalogTable table, Field field, ObjectNode properties, List<IndexEntry> entries) {
        int number = table.indexNumber(field);
        switch (field.type()) {
            case FieldType.Scalar scalar ->
                entries.add(new IndexEntry(number, FieldValues.scalar(field, properties.get(field.name()))));
            case FieldType.ArrayOf array -> {
                for (FieldValue element : FieldValues.elements(field, properties.get(field.name()))) {
                    entries.add(new IndexEntry(number, element));
                }
            }
            case FieldType.Json json -> throw new IllegalStateException("an object cannot be indexed: " + field.name());
        }
    }
}

package io.remdb.engine;

import io.remdb.catalog.CatalogTable;
import io.remdb.schema.Field;
import io.remdb.schema.FieldValues;
import io.remdb.schema.RowKeys;
import io.remdb.store.Change.Derived;
import io.remdb.store.IndexEntry;
import io.remdb.store.StoredEntity;
import io.remdb.store.SystemFields;
import io.remdb.store.TableDefinition;
import io.remdb.value.FieldType;
import io.remdb.value.FieldValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a schema derives from a row: its places in the ordered indexes and its keys. */
final class Derivation {
    private Derivation() {}

    /** What a row that is to be written shall have. */
    static Derived of(CatalogTable table, StoredEntity entity, ObjectNode properties) {
        return new Derived(entries(table, entity, properties), RowKeys.keys(table.schema(), properties));
    }

    /** What a row that is to be replaced may have: while keys are changed, it may stand under the former as under the new. */
    static Derived former(CatalogTable table, StoredEntity entity, ObjectNode properties) {
        Set<String> keys = new LinkedHashSet<>(RowKeys.keys(table.schema(), properties));
        keys.addAll(formerKeys(table, properties));
        return new Derived(entries(table, entity, properties), List.copyOf(keys));
    }

    /**
     * The same for a row that goes on: what it shall have counts as not there while keys are changed, so that it is written in
     * any case.
     */
    static Derived former(CatalogTable table, StoredEntity entity, ObjectNode properties, Derived after) {
        if (table.definition().rekeying() == null) {
            return of(table, entity, properties);
        }
        Derived former = former(table, entity, properties);
        List<String> gone = former.keys().stream()
                .filter(key -> !after.keys().contains(key))
                .toList();
        return new Derived(former.indexEntries(), gone);
    }

    private static List<String> formerKeys(CatalogTable table, ObjectNode properties) {
        TableDefinition.Rekeying rekeying = table.definition().rekeying();
        return rekeying == null
                ? List.of()
                : rekeying.formerFields().stream()
                        .flatMap(field -> RowKeys.key(properties, field).stream())
                        .toList();
    }

    /** The row's places in the indexes. */
    static List<IndexEntry> entries(CatalogTable table, StoredEntity entity, ObjectNode properties) {
        List<IndexEntry> entries = new ArrayList<>();
        entries.add(new IndexEntry(SystemFields.CREATED_AT, new FieldValue.Timestamp(entity.createdAtMicros())));
        entries.add(new IndexEntry(SystemFields.MODIFIED_AT, new FieldValue.Timestamp(entity.modifiedAtMicros())));
        for (Field field : table.schema().indexedFields()) {
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

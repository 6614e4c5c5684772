package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.embedding.EmbeddingText;
import io.remdb.store.RowParts;
import io.remdb.store.Store;
import io.remdb.store.StoredEntity;
import io.remdb.store.TableDefinition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The tables of one moment, for a check: those whose schema can be read, and what a row of them should have. */
final class CheckedTables {
    private final EmbeddingModels models;
    private final Map<Integer, CatalogTable> byNumber = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    private CheckedTables(EmbeddingModels models) {
        this.models = models;
    }

    /** Those of now. */
    static CheckedTables of(Store store, LiveCatalog catalog, EmbeddingModels models) {
        CheckedTables tables = new CheckedTables(models);
        for (TableDefinition definition : store.tables()) {
            if (!definition.removing()) {
                tables.add(definition, catalog);
            }
        }
        return tables;
    }

    private void add(TableDefinition definition, LiveCatalog catalog) {
        try {
            Optional<CatalogTable> table = catalog.find(definition.number());
            if (table.filter(CheckedTables::hasIndexNumbers).isPresent()) {
                byNumber.put(definition.number(), table.get());
            } else {
                unknown.add(definition.name());
            }
        } catch (RemException e) {
            if (e.code() == ErrorCode.CLOSED) {
                throw e;
            }
            unknown.add(definition.name());
        }
    }

    private static boolean hasIndexNumbers(CatalogTable table) {
        return table.schema().indexedFields().stream()
                .allMatch(field -> table.definition().fields().containsKey(field.name()));
    }

    /** Those whose schema can be read. */
    List<CatalogTable> known() {
        return List.copyOf(byNumber.values());
    }

    /** The names of those that have no schema, or none that can be read or fits. */
    List<String> unknown() {
        return unknown;
    }

    /** The table of a row. */
    Optional<CatalogTable> of(StoredEntity row) {
        return Optional.ofNullable(byNumber.get(row.table()));
    }

    /** What a row should have. */
    RowParts parts(CatalogTable table, StoredEntity row, ObjectNode properties) {
        return new RowParts(Derivation.of(table, row, properties), vectors(table, properties));
    }

    private Set<EmbeddingSlot> vectors(CatalogTable table, ObjectNode properties) {
        Set<EmbeddingSlot> slots = EnumSet.noneOf(EmbeddingSlot.class);
        for (EmbeddingSlot slot : EmbeddingSlot.values()) {
            TableDefinition.Vectors vectors = table.vectors(slot);
            if (vectors != null && !vectors.building() && models.isCalled(slot, vectors)) {
                slots.add(slot);
            }
        }
        return slots.isEmpty() || EmbeddingText.of(table.schema(), properties).isEmpty() ? Set.of() : slots;
    }
}

package io.remdb.catalog;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.store.TableDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of an open database. Immutable; a changed schema gives a new one with another {@link #revision}.
 *
 * @param definition what the store keeps it under
 * @param schema what its rows are
 * @param revision grows with every change of any table
 */
public record CatalogTable(TableDefinition definition, TableSchema schema, long revision) {
    /** The table's name. */
    public String name() {
        return schema.shortName();
    }

    /** The table's number. */
    public int number() {
        return definition.number();
    }

    /** The vectors of a slot; null when the table has none there. */
    public TableDefinition.@Nullable Vectors vectors(EmbeddingSlot slot) {
        return switch (slot) {
            case MAIN -> definition.main();
            case ALT -> definition.alternative();
        };
    }

    /** The length of a slot's vectors; 0 when the table has none there. */
    public int dimension(EmbeddingSlot slot) {
        TableDefinition.Vectors vectors = vectors(slot);
        return vectors == null ? 0 : vectors.dimension();
    }

    /** The index number of a field that is indexed. */
    public int indexNumber(Field field) {
        Integer number = definition.fields().get(field.name());
        if (number == null) {
            throw new IllegalStateException("no index of " + name() + "." + field.name());
        }
        return number;
    }

    /** The fields whose index holds every row. */
    public List<Field> readableIndexes() {
        return schema.indexedFields().stream()
                .filter(field -> !definition.building().contains(field.name()))
                .toList();
    }
}

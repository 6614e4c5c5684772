package io.remdb.catalog;

import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.store.TableDefinition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of an open database. Immutable; a changed schema gives a new one with another {@link #revision}.
 *
 * @param definition its numbers
 * @param schema what its rows are
 * @param model the full name of the embedding model, {@code P8_DEFAULT_EMBEDDING} filled in; null when nothing is embedded
 * @param dimension of its vectors; 0 when nothing is embedded
 * @param alternativeModel the model of {@code embedding_alt}; null for none
 * @param alternativeDimension 0 for none
 * @param revision grows with every change of any table
 */
public record CatalogTable(
        TableDefinition definition,
        TableSchema schema,
        @Nullable String model,
        int dimension,
        @Nullable String alternativeModel,
        int alternativeDimension,
        long revision) {
    /** The table's name. */
    public String name() {
        return schema.shortName();
    }

    /** The table's number. */
    public int number() {
        return definition.number();
    }

    /** The index number of a field that is indexed. */
    public int indexNumber(Field field) {
        Map<String, Integer> numbers = definition.fields();
        Integer number = numbers.get(field.name());
        if (number == null) {
            throw new IllegalStateException("no index of " + name() + "." + field.name());
        }
        return number;
    }
}

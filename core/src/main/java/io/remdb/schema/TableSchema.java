package io.remdb.schema;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema document that has been checked, as the rest of the database reads it.
 *
 * @param shortName the table
 * @param title PascalCase name
 * @param name fully qualified
 * @param version semantic version
 * @param description what a row is
 * @param category whose it is
 * @param fields in the order of the document
 * @param keyField the field that makes the deterministic id, where the schema names one
 * @param embeddingProvider {@code default}, {@code local:<model>} or {@code openai:<model>}
 * @param lifetime when rows expire
 * @param document the document as registered; not to be modified
 */
public record TableSchema(
        String shortName,
        String title,
        String name,
        String version,
        String description,
        Category category,
        List<Field> fields,
        @Nullable String keyField,
        String embeddingProvider,
        Lifetime lifetime,
        ObjectNode document) {
    public TableSchema {
        fields = List.copyOf(fields);
    }

    /** A table whose rows do not expire. */
    public TableSchema(
            String shortName,
            String title,
            String name,
            String version,
            String description,
            Category category,
            List<Field> fields,
            @Nullable String keyField,
            String embeddingProvider,
            ObjectNode document) {
        this(
                shortName,
                title,
                name,
                version,
                description,
                category,
                fields,
                keyField,
                embeddingProvider,
                Lifetime.UNLIMITED,
                document);
    }

    /** The field of that name. */
    public Optional<Field> field(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }

    /** The fields whose text is embedded, in order. */
    public List<Field> embeddedFields() {
        return fields.stream().filter(Field::embedded).toList();
    }

    /** Whether who writes a row may give it its id. */
    public boolean takesIds() {
        return shortName.equals(BuiltInSchemas.SESSIONS);
    }

    /** The fields that have an ordered index. */
    public List<Field> indexedFields() {
        return fields.stream().filter(Field::indexed).toList();
    }
}

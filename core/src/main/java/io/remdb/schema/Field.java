package io.remdb.schema;

import io.remdb.value.FieldType;
import java.util.List;

/**
 * One field of a table.
 *
 * @param name of the property
 * @param type what it holds
 * @param required whether every row has it
 * @param indexed whether it has an ordered index
 * @param embedded whether its text is embedded
 * @param description for people and language models; may be empty
 * @param enumValues the values that it may have, as text; empty when any
 */
public record Field(
        String name,
        FieldType type,
        boolean required,
        boolean indexed,
        boolean embedded,
        String description,
        List<String> enumValues) {
    public Field {
        enumValues = List.copyOf(enumValues);
    }
}

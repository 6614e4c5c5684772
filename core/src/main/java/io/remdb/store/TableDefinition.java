package io.remdb.store;

import java.util.Map;

/**
 * The numbers under which the store keeps a table and the indexes of its fields.
 *
 * @param number of the table, from 1, never used again
 * @param name the schema's short name
 * @param fields numbers of indexed fields by name, never used again within the table; {@link SystemFields} has those that
 *     every table has
 */
public record TableDefinition(int number, String name, Map<String, Integer> fields) {
    public TableDefinition {
        fields = Map.copyOf(fields);
    }
}

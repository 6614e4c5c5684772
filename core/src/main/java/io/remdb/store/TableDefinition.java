package io.remdb.store;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows of a table: the numbers under which it keeps the table and the indexes of its fields, and which
 * vectors belong to it.
 *
 * @param number of the table, from 1, never used again
 * @param name the schema's short name
 * @param fields numbers of indexed fields by name, never used again within the table; {@link SystemFields} has those that
 *     every table has
 * @param building indexed fields whose index does not hold all rows yet: written to, but not to be read
 * @param main the vectors of the table; null when nothing is embedded
 * @param alternative the second vectors; null for none
 */
public record TableDefinition(
        int number,
        String name,
        Map<String, Integer> fields,
        Set<String> building,
        @Nullable Vectors main,
        @Nullable Vectors alternative) {
    public TableDefinition {
        fields = Map.copyOf(fields);
        building = Set.copyOf(building);
    }

    /** A table whose indexes are complete and that has no vectors. */
    public TableDefinition(int number, String name, Map<String, Integer> fields) {
        this(number, name, fields, Set.of(), null, null);
    }

    /**
     * Vectors of one model; fixed when the table is registered, since vectors of two models cannot be compared.
     *
     * @param model the full name, such as {@code local:all-MiniLM-L6-v2}
     * @param dimension the length of each
     * @param building whether some rows may not have theirs yet
     */
    public record Vectors(String model, int dimension, boolean building) {}

    /** The same with all indexes and vectors complete. */
    public TableDefinition completed() {
        return new TableDefinition(number, name, fields, Set.of(), complete(main), complete(alternative));
    }

    /** Whether an index or vectors are still being built. */
    public boolean incomplete() {
        return !building.isEmpty()
                || (main != null && main.building())
                || (alternative != null && alternative.building());
    }

    private static @Nullable Vectors complete(@Nullable Vectors vectors) {
        return vectors == null ? null : new Vectors(vectors.model(), vectors.dimension(), false);
    }
}

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
 * @param highestField the highest number that a field of the table was ever given
 * @param building indexed fields whose index does not hold all rows yet: written to, but not to be read
 * @param main the vectors of the table; null when nothing is embedded
 * @param alternative the second vectors; null for none
 * @param rekeying rows may still stand under other keys than those of the schema; null when none does
 * @param removing whether the table is being removed with its rows: nobody may use it, and its number is not free
 */
public record TableDefinition(
        int number,
        String name,
        Map<String, Integer> fields,
        int highestField,
        Set<String> building,
        @Nullable Vectors main,
        @Nullable Vectors alternative,
        @Nullable Rekeying rekeying,
        boolean removing) {
    public TableDefinition {
        fields = Map.copyOf(fields);
        for (int given : fields.values()) {
            highestField = Math.max(highestField, given);
        }
        building = Set.copyOf(building);
    }

    /** A table whose indexes are complete and that has no vectors. */
    public TableDefinition(int number, String name, Map<String, Integer> fields) {
        this(number, name, fields, 0, Set.of(), null, null, null, false);
    }

    /** A table under whose keys all rows stand. */
    public TableDefinition(
            int number,
            String name,
            Map<String, Integer> fields,
            Set<String> building,
            @Nullable Vectors main,
            @Nullable Vectors alternative) {
        this(number, name, fields, 0, building, main, alternative, null, false);
    }

    /**
     * Vectors of one model; fixed when the table is registered, since vectors of two models cannot be compared.
     *
     * @param model the full name, such as {@code local:all-MiniLM-L6-v2}
     * @param dimension the length of each
     * @param building whether some rows may not have theirs yet
     */
    public record Vectors(String model, int dimension, boolean building) {}

    /**
     * A change of the key field that has not reached all rows.
     *
     * @param formerFields the key fields that there were before, under whose values a row may still stand
     */
    public record Rekeying(Set<String> formerFields) {
        public Rekeying {
            formerFields = Set.copyOf(formerFields);
        }
    }

    /** The same with all indexes, keys and vectors complete. */
    public TableDefinition completed() {
        return new TableDefinition(
                number, name, fields, highestField, Set.of(), complete(main), complete(alternative), null, removing);
    }

    /** The same on its way out. */
    public TableDefinition beingRemoved() {
        return new TableDefinition(number, name, fields, highestField, building, main, alternative, rekeying, true);
    }

    /** Whether an index, keys or vectors are still being built. */
    public boolean incomplete() {
        return !building.isEmpty()
                || rekeying != null
                || (main != null && main.building())
                || (alternative != null && alternative.building());
    }

    private static @Nullable Vectors complete(@Nullable Vectors vectors) {
        return vectors == null ? null : new Vectors(vectors.model(), vectors.dimension(), false);
    }
}

package io.remdb.engine;

import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.schema.Field;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.SystemFields;
import io.remdb.store.TableDefinition;
import io.remdb.store.TableDefinition.Rekeying;
import io.remdb.store.TableDefinition.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new or changed schema makes of a table's definition.
 *
 * @param number the table's
 * @param schema the new one
 * @param existing the table as it is; empty when it is new
 * @param hasRows whether there are rows over which new indexes and vectors must be built
 */
record TableChanges(int number, TableSchema schema, Optional<CatalogTable> existing, boolean hasRows) {
    TableDefinition definition(@Nullable String model, EmbeddingModels models) {
        Map<String, Integer> numbers = new HashMap<>();
        Set<String> building = new HashSet<>();
        for (Field field : schema.indexedFields()) {
            Optional<Integer> kept = keptNumber(field);
            numbers.put(field.name(), kept.orElseGet(() -> freshNumber(numbers)));
            if ((kept.isEmpty() && hasRows) || wasBuilding(field)) {
                building.add(field.name());
            }
        }
        @Nullable Vectors main = model == null ? null : vectors(main(), model, models);
        String alternative = model == null ? null : models.alternative().orElse(null);
        @Nullable Vectors second = alternative == null ? null : vectors(alternative(), alternative, models);
        return new TableDefinition(
                number, schema.shortName(), numbers, highestField(), building, main, second, rekeying(), false);
    }

    /** Rows stand under another key field: that of now, or one of earlier changes that have not reached all rows either. */
    private @Nullable Rekeying rekeying() {
        if (existing.isEmpty() || !hasRows) {
            return null;
        }
        CatalogTable table = existing.get();
        Rekeying before = table.definition().rekeying();
        String old = table.schema().keyField();
        if (Objects.equals(old, schema.keyField())) {
            return before;
        }
        Set<String> former = new HashSet<>(before == null ? Set.of() : before.formerFields());
        if (old != null) {
            former.add(old);
        }
        return new Rekeying(former);
    }

    private Optional<TableDefinition> before() {
        return existing.map(CatalogTable::definition);
    }

    private @Nullable Vectors main() {
        return before().map(TableDefinition::main).orElse(null);
    }

    private @Nullable Vectors alternative() {
        return before().map(TableDefinition::alternative).orElse(null);
    }

    /** The number of an index whose entries stay right: the field was indexed before and has the same type. */
    private Optional<Integer> keptNumber(Field field) {
        return existing.filter(table -> table.schema()
                        .field(field.name())
                        .filter(old -> old.type().equals(field.type()))
                        .isPresent())
                .map(table -> table.definition().fields().get(field.name()));
    }

    private boolean wasBuilding(Field field) {
        return before().filter(table -> table.building().contains(field.name())).isPresent();
    }

    private int freshNumber(Map<String, Integer> taken) {
        int highest = Math.max(SystemFields.FIRST_USER_FIELD - 1, highestField());
        for (int used : taken.values()) {
            highest = Math.max(highest, used);
        }
        return highest + 1;
    }

    private int highestField() {
        return before().map(TableDefinition::highestField).orElse(0);
    }

    /** Vectors of the same model over the same fields stay; any others are built over the rows that exist. */
    private Vectors vectors(@Nullable Vectors before, String model, EmbeddingModels models) {
        boolean stay = before != null && before.model().equals(model) && sameText();
        if (stay) {
            return Objects.requireNonNull(before);
        }
        return new Vectors(model, models.dimension(model), hasRows);
    }

    private boolean sameText() {
        return existing.map(table -> names(table.schema()).equals(names(schema)))
                .orElse(false);
    }

    private static List<String> names(TableSchema schema) {
        return schema.embeddedFields().stream().map(Field::name).toList();
    }

    /** What is said of changed vectors; the fields themselves are compared by the schema's evolution. */
    static List<String> ofVectors(TableDefinition before, TableDefinition after) {
        List<String> sentences = new ArrayList<>();
        compare("embedding", before.main(), after.main(), sentences);
        compare("embedding_alt", before.alternative(), after.alternative(), sentences);
        return sentences;
    }

    private static void compare(
            String name, @Nullable Vectors before, @Nullable Vectors after, List<String> sentences) {
        String old = before == null ? "none" : before.model();
        String now = after == null ? "none" : after.model();
        if (!old.equals(now)) {
            sentences.add(name + ": model " + old + " -> " + now);
        }
    }

    /** What the rows have that belongs to the table no more: indexes and vectors. */
    static List<Change> dropped(TableDefinition before, TableDefinition after) {
        List<Change> drops = new ArrayList<>();
        if (before.main() != null && after.main() == null) {
            drops.add(new Change.DropEmbeddings(before.number(), EmbeddingSlot.MAIN));
        }
        if (before.alternative() != null && after.alternative() == null) {
            drops.add(new Change.DropEmbeddings(before.number(), EmbeddingSlot.ALT));
        }
        Set<Integer> kept = new HashSet<>(after.fields().values());
        for (int number : before.fields().values()) {
            if (!kept.contains(number)) {
                drops.add(new Change.DropIndex(before.number(), number));
            }
        }
        return drops;
    }
}

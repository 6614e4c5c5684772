package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.StoreCheck;
import io.remdb.store.SystemFields;
import io.remdb.store.TableDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the family {@code meta} for a check: whether each entry has its form, and what the other parts of the check compare with. One thread. */
final class MetaCheck {
    private final StoreCheck check;
    private final Map<Integer, TableDefinition> definitions = new HashMap<>();
    private final Map<Integer, Meta.TableStats> stats = new HashMap<>();
    private final Set<Integer> marked = new HashSet<>();
    private Meta.Head head = Meta.Head.EMPTY;
    private long oldest = 1;
    private long lastNamed;

    MetaCheck(StoreCheck check) {
        this.check = check;
    }

    /** Reads it; before anything is asked for. */
    void read(FamilyScan scan, Consumer<Flaw> flaws) {
        scan.each(Family.META, (_, key, value) -> entry(key, value));
        if (lastNamed > head.sequence()) {
            check.found(
                    Family.META.familyName(),
                    "An entry names a place behind the end of the log",
                    lastNamed + " behind " + head.sequence());
        }
        for (int table : definitions.keySet()) {
            if (scan.isWhole(Family.META) && !marked.contains(table)) {
                check.found(
                        Family.META.familyName(),
                        "The number of a table is not marked as given",
                        "table " + name(table));
                flaws.accept(new Flaw.Unmarked(table));
            }
        }
    }

    private void entry(byte[] key, byte[] value) {
        if (Arrays.equals(key, Meta.HEAD)) {
            head = Meta.head(value);
        } else if (Arrays.equals(key, Meta.OLDEST)) {
            oldest = Bytes.longAt(value, 0);
        } else if (Bytes.startsWith(key, Meta.TABLE)) {
            TableDefinition definition = DefinitionCodec.decode(value);
            definitions.put(definition.number(), definition);
        } else if (Bytes.startsWith(key, Meta.STATS)) {
            stats.put(Meta.statsTable(key), Meta.stats(value));
        } else if (Bytes.startsWith(key, Meta.DEFINED)) {
            marked.add(Bytes.intAt(key, Meta.DEFINED.length));
        } else if (Bytes.startsWith(key, Meta.SEGMENT)) {
            lastNamed = Math.max(lastNamed, Meta.segment(key, value).firstSequence());
        } else if (Bytes.startsWith(key, Meta.RECEIPT)) {
            var _ = Meta.receipt(value);
            lastNamed = Math.max(lastNamed, Bytes.longAt(key, Meta.RECEIPT.length));
        }
    }

    /** The end of the log. */
    Meta.Head head() {
        return head;
    }

    /** The first entry of the log that is kept. */
    long oldest() {
        return oldest;
    }

    /** A table's definition; null when there is none. */
    @Nullable
    TableDefinition definition(int table) {
        return definitions.get(table);
    }

    /** The tables that have counters. */
    Set<Integer> counted() {
        return stats.keySet();
    }

    /** The counters of a table. */
    Meta.TableStats stats(int table) {
        return stats.getOrDefault(table, Meta.TableStats.EMPTY);
    }

    /** What people know a table by. */
    String name(int table) {
        TableDefinition definition = definitions.get(table);
        return definition == null ? Integer.toString(table) : definition.name();
    }

    /** Where a row is. */
    String place(int table, UUID id) {
        return "table " + name(table) + ", row " + id;
    }

    /** The vectors that a table has in a slot; null for none. */
    static TableDefinition.@Nullable Vectors vectors(TableDefinition definition, EmbeddingSlot slot) {
        return switch (slot) {
            case MAIN -> definition.main();
            case ALT -> definition.alternative();
        };
    }

    /** What people know an indexed field by. */
    static String fieldName(TableDefinition definition, int number) {
        return switch (number) {
            case SystemFields.CREATED_AT -> "created_at";
            case SystemFields.MODIFIED_AT -> "modified_at";
            default ->
                definition.fields().entrySet().stream()
                        .filter(field -> field.getValue() == number)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(Integer.toString(number));
        };
    }
}

package io.remdb.ask.local;

import io.remdb.Entity;
import io.remdb.RemDatabase;
import io.remdb.SchemaInfo;
import io.remdb.ask.EdgeTypes;
import io.remdb.ask.local.Domain.Reference;
import io.remdb.ask.local.Domain.Relation;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import io.remdb.value.ScalarType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a database what there is to ask for: tables, fields, values, and what names or links what. Kept for a while, since reading it
 * takes longer than planning with it. Thread-safe.
 */
final class DomainReader {
    /** The most values of a field that are known by heart; a field with more is compared when it is asked for. */
    private static final int MOST_VALUES = 1_000;

    /** Values of a field that are looked up to see whether they name rows of another table. */
    private static final int SAMPLED_VALUES = 5;

    private static final int KEYS_AT_ONCE = 100;

    /** How long what was read is good while somebody writes. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final String AGENTLETS = "agentlets";
    private static final String SCHEMAS = "schemas";

    private final RemDatabase database;
    private final Clock clock;
    private volatile @Nullable Domain known;

    DomainReader(RemDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Domain read() {
        Domain domain = known;
        long sequence = database.info().sequence();
        Instant now = clock.instant();
        if (domain == null
                || (domain.sequence() != sequence && domain.readAt().plus(FRESH).isBefore(now))) {
            domain = read(sequence, now);
            known = domain;
        }
        return domain;
    }

    private Domain read(long sequence, Instant now) {
        List<TableInfo> tables = new ArrayList<>();
        Map<Place, List<Object>> samples = new LinkedHashMap<>();
        boolean encrypted = database.info().encrypted();
        for (SchemaInfo info : database.schemas().list()) {
            if (info.rows() > 0
                    && !info.shortName().equals(SCHEMAS)
                    && !info.shortName().equals(AGENTLETS)) {
                TableSchema schema =
                        SchemaCompiler.compileStored(database.schemas().document(info.shortName()));
                TableInfo table = TableInfo.of(schema, info.rows());
                boolean indexed = info.building() == null && !encrypted;
                table.fields()
                        .forEach(field -> readValues(
                                table, field, indexed && field.field().indexed(), samples));
                tables.add(table);
            }
        }
        return new Domain(tables, references(tables, samples), relations(tables), sequence, now);
    }

    private void readValues(TableInfo table, FieldInfo field, boolean ofIndex, Map<Place, List<Object>> samples) {
        String name = field.field().name();
        field.field().enumValues().forEach(value -> table.values().add(field, value));
        if (field.scalar() == ScalarType.UUID) {
            samples.put(new Place(table.name(), name), database.distinctValues(table.name(), name, SAMPLED_VALUES));
        } else if (field.isText() && (!field.field().embedded() || field.field().indexed() || table.isLookup(field))) {
            List<Object> values = database.distinctValues(table.name(), name, MOST_VALUES + 1);
            if (values.size() <= MOST_VALUES) {
                ValueDictionary dictionary = table.isLookup(field) ? table.names() : table.values();
                List<String> texts = values.stream().map(Object::toString).toList();
                // The database gives all values from an index, or where it has looked at every row.
                if (ofIndex || table.rows() <= RemDatabase.SAMPLED_ROWS) {
                    dictionary.addAll(field, texts);
                } else {
                    texts.forEach(text -> dictionary.add(field, text));
                }
            }
            samples.put(new Place(table.name(), name), values.subList(0, Math.min(SAMPLED_VALUES, values.size())));
        }
    }

    /** A field names rows of another table where most of the values that were looked up are keys, or ids, of that table. */
    private List<Reference> references(List<TableInfo> tables, Map<Place, List<Object>> samples) {
        Map<String, List<Entity>> byKey = lookUp(samples, tables);
        List<Reference> references = new ArrayList<>();
        for (TableInfo table : tables) {
            for (FieldInfo field : table.fields()) {
                List<Object> values = samples.getOrDefault(
                        new Place(table.name(), field.field().name()), List.of());
                Map<String, Integer> votes = new HashMap<>();
                for (Object value : values) {
                    Set<String> named = new LinkedHashSet<>();
                    byKey.getOrDefault(value.toString(), List.of()).forEach(entity -> named.add(entity.entityType()));
                    named.forEach(name -> votes.merge(name, 1, Integer::sum));
                }
                for (TableInfo to : tables) {
                    boolean other = !to.name().equals(table.name()) || !table.isLookup(field);
                    if (other && votes.getOrDefault(to.name(), 0) * 2 > values.size()) {
                        column(field, to).ifPresent(column -> references.add(new Reference(table, field, to, column)));
                    }
                }
            }
        }
        return references;
    }

    private static Optional<String> column(FieldInfo field, TableInfo to) {
        return field.scalar() == ScalarType.UUID
                ? Optional.of("id")
                : to.key().map(key -> key.field().name());
    }

    private Map<String, List<Entity>> lookUp(Map<Place, List<Object>> samples, List<TableInfo> tables) {
        Map<String, List<Entity>> found = new HashMap<>();
        List<String> keys = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        samples.values()
                .forEach(values -> values.forEach(value -> {
                    if (value instanceof UUID id) {
                        ids.add(id);
                    } else if (!value.toString().isBlank()) {
                        keys.add(value.toString());
                    }
                }));
        database.getAll(ids)
                .forEach(entity -> found.computeIfAbsent(entity.id().toString(), ignored -> new ArrayList<>())
                        .add(entity));
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            Set<String> wanted = Set.copyOf(some);
            for (Entity entity : database.lookup(some.toArray(String[]::new))) {
                keysOf(entity, tables)
                        .filter(wanted::contains)
                        .distinct()
                        .forEach(key -> found.computeIfAbsent(key, ignored -> new ArrayList<>())
                                .add(entity));
            }
        }
        return found;
    }

    /** By what a row is looked up. */
    private static Stream<String> keysOf(Entity entity, List<TableInfo> tables) {
        return tables.stream()
                .filter(table -> table.name().equals(entity.entityType()))
                .flatMap(table -> table.lookups().stream())
                .map(field -> entity.properties().path(field.field().name()).asString(""));
    }

    private List<Relation> relations(List<TableInfo> tables) {
        List<Relation> relations = new ArrayList<>();
        for (TableInfo table : tables) {
            EdgeTypes.from(database, table.name())
                    .forEach(edge -> relations.add(new Relation(table.name(), edge.type(), edge.to())));
        }
        return relations;
    }

    private record Place(String table, String field) {}
}

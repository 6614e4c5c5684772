package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.SchemaRegistration;
import io.remdb.SchemaRegistration.Action;
import io.remdb.Schemas.Evolution;
import io.remdb.catalog.CatalogTable;
import io.remdb.schema.BuiltInSchemas;
import io.remdb.schema.SchemaEvolution;
import io.remdb.schema.TableSchema;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.TableCounts;
import io.remdb.store.TableDefinition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates tables from schemas and changes those that exist. One thread at a time; rows are written meanwhile. */
final class SchemaRegistrar {
    private static final Logger LOGGER = System.getLogger(SchemaRegistrar.class.getName());

    private final Store store;
    private final LiveCatalog catalog;
    private final EmbeddingModels models;
    private final TableBuilder builder;
    private final SchemaPublisher publisher;

    SchemaRegistrar(
            Store store, LiveCatalog catalog, EmbeddingModels models, TableBuilder builder, SchemaPublisher publisher) {
        this.store = store;
        this.catalog = catalog;
        this.models = models;
        this.builder = builder;
        this.publisher = publisher;
    }

    /** Registers the built-in schemas of a new database. */
    void registerBuiltIns() {
        Map<TableDefinition, TableSchema> tables = new LinkedHashMap<>();
        int number = 0;
        for (TableSchema schema : BuiltInSchemas.all()) {
            tables.put(definition(++number, schema, Optional.empty(), 0), schema);
        }
        publisher.publishFirst(tables);
    }

    /** Creates the table of a schema, or changes the one that it has; what is to be built is not built yet. */
    SchemaRegistration register(TableSchema schema, Evolution evolution) {
        requireUniqueName(schema);
        Optional<CatalogTable> existing = catalog.find(schema.shortName());
        return existing.isPresent() ? change(existing.get(), schema, evolution) : create(schema);
    }

    private SchemaRegistration create(TableSchema schema) {
        TableDefinition definition = definition(store.highestTableNumber() + 1, schema, Optional.empty(), 0);
        publisher.publish(definition, schema, List.of(), () -> true);
        return new SchemaRegistration(schema.shortName(), schema.version(), Action.CREATED, List.of());
    }

    private SchemaRegistration change(CatalogTable existing, TableSchema schema, Evolution evolution) {
        SchemaEvolution changes = SchemaEvolution.compare(existing.schema(), schema);
        long rows = rows(existing.number());
        TableDefinition definition = definition(existing.number(), schema, Optional.of(existing), rows);
        List<String> sentences = new ArrayList<>(changes.changes());
        sentences.addAll(TableChanges.ofVectors(existing.definition(), definition));
        if (changes.unchanged() && sentences.isEmpty()) {
            return new SchemaRegistration(schema.shortName(), schema.version(), Action.UNCHANGED, List.of());
        }
        requireAllowed(changes, evolution, existing, schema);
        List<Change> dropped = TableChanges.dropped(existing.definition(), definition);
        if (!publisher.publish(definition, schema, dropped, () -> isStill(existing, rows))) {
            // A build has ended meanwhile, or the first row was written, over which there is now something to build.
            return change(catalog.require(schema.shortName()), schema, evolution);
        }
        return new SchemaRegistration(schema.shortName(), schema.version(), Action.UPDATED, sentences);
    }

    /** A refusal says which of the rows that exist would not obey the new schema. */
    private void requireAllowed(
            SchemaEvolution changes, Evolution evolution, CatalogTable existing, TableSchema schema) {
        try {
            changes.require(evolution);
        } catch (RemException refusal) {
            throw changes.rulesChanged()
                    ? builder.invalidRows(existing, schema)
                            .map(rows -> refusal.with("rows", rows))
                            .orElse(refusal)
                    : refusal;
        }
    }

    private long rows(int table) {
        TableCounts counts = store.records().counts(table);
        return counts.live() + counts.deleted();
    }

    /** Whether what was computed for a table still holds: a table with rows may get more, not so one without. */
    private boolean isStill(CatalogTable table, long rows) {
        return catalog.isCurrent(table) && (rows > 0 || rows(table.number()) == 0);
    }

    /**
     * Has the built-in tables follow the alternative model of the settings: nobody can register them again. For other tables
     * that is their owner's decision, so it is only said.
     *
     * @param redefined told each table that was changed
     */
    void followAlternative(Consumer<CatalogTable> redefined) {
        List<String> others = new ArrayList<>();
        for (CatalogTable table : catalog.tables()) {
            if (!models.lacksAlternative(table.definition())) {
                continue;
            }
            if (BuiltInSchemas.names().contains(table.name())) {
                redefine(table);
                redefined.accept(table);
            } else {
                others.add(table.name());
            }
        }
        if (!others.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "P8_ALT_EMBEDDING is not the alternative model of these tables: " + String.join(", ", others)
                            + ". Registering a table's schema again (rem schema show, rem schema add) embeds its rows with it");
        }
    }

    private void redefine(CatalogTable table) {
        long rows = rows(table.number());
        TableDefinition definition = definition(table.number(), table.schema(), Optional.of(table), rows);
        if (!publisher.redefine(table, definition, () -> isStill(table, rows))) {
            redefine(catalog.require(table.name()));
        }
    }

    private TableDefinition definition(int number, TableSchema schema, Optional<CatalogTable> existing, long rows) {
        String model = schema.embeddedFields().isEmpty() ? null : model(schema, existing);
        return new TableChanges(number, schema, existing, rows > 0).definition(model, models);
    }

    /** A table keeps the model that it was registered with; another default is for new tables. */
    private String model(TableSchema schema, Optional<CatalogTable> existing) {
        return existing.filter(table -> table.schema().embeddingProvider().equals(schema.embeddingProvider()))
                .map(table -> table.definition().main())
                .map(TableDefinition.Vectors::model)
                .orElseGet(() -> models.fullName(schema.embeddingProvider()));
    }

    private void requireUniqueName(TableSchema schema) {
        for (CatalogTable table : catalog.tables()) {
            if (table.schema().name().equals(schema.name()) && !table.name().equals(schema.shortName())) {
                throw new RemException(ErrorCode.INVALID_SCHEMA, "Another schema has the same fully qualified name")
                        .with("name", schema.name())
                        .with("table", table.name());
            }
        }
    }
}

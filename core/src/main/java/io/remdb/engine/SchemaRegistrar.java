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

    private static final String EMBEDS = "embeds its rows with it";

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
            tables.put(definition(++number, schema, Optional.empty(), Evolution.CHECKED, 0), schema);
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
        TableDefinition definition =
                definition(store.highestTableNumber() + 1, schema, Optional.empty(), Evolution.CHECKED, 0);
        publisher.publish(definition, schema, List.of(), () -> true);
        return new SchemaRegistration(schema.shortName(), schema.version(), Action.CREATED, List.of());
    }

    private SchemaRegistration change(CatalogTable existing, TableSchema schema, Evolution evolution) {
        long rows = rows(existing.number());
        TableDefinition definition = definition(existing.number(), schema, Optional.of(existing), evolution, rows);
        SchemaEvolution changes =
                SchemaEvolution.compare(existing.schema(), schema, modelChanged(existing.definition(), definition));
        List<String> sentences = new ArrayList<>(changes.changes());
        sentences.addAll(TableChanges.ofVectors(existing.definition(), definition));
        if (changes.unchanged() && sentences.isEmpty()) {
            return new SchemaRegistration(schema.shortName(), schema.version(), Action.UNCHANGED, List.of());
        }
        requireAllowed(changes, evolution, existing, schema);
        List<Change> dropped = TableChanges.dropped(existing.definition(), definition);
        boolean published = changes.unchanged()
                ? publisher.redefine(existing, definition, dropped, () -> isStill(existing, rows))
                : publisher.publish(definition, schema, dropped, () -> isStill(existing, rows));
        if (!published) {
            // A build has ended meanwhile, or the first row was written, over which there is now something to build.
            return change(catalog.require(schema.shortName()), schema, evolution);
        }
        if (changes.rulesChanged()) {
            // Only now: what is written from here on has been judged by the new rules.
            builder.invalidRows(existing, schema).ifPresent(sentences::add);
        }
        return new SchemaRegistration(schema.shortName(), schema.version(), Action.UPDATED, sentences);
    }

    private static boolean modelChanged(TableDefinition before, TableDefinition after) {
        return before.main() != null
                && after.main() != null
                && !before.main().model().equals(after.main().model());
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
     * Has the built-in tables get the alternative model that the settings name, which only adds to what they have. Everything
     * else is the decision of who owns the tables, so it is only said.
     *
     * @param redefined told each table that was changed
     */
    void followModels(Consumer<CatalogTable> redefined) {
        List<String> otherAlternative = new ArrayList<>();
        List<String> goneAlternative = new ArrayList<>();
        List<String> otherDefault = new ArrayList<>();
        for (CatalogTable table : catalog.tables()) {
            TableDefinition definition = table.definition();
            if (models.lacksAlternative(definition)) {
                if (BuiltInSchemas.names().contains(table.name())) {
                    redefine(table);
                    redefined.accept(table);
                } else {
                    otherAlternative.add(table.name());
                }
            }
            if (models.hasAlternativeOfBefore(definition)) {
                goneAlternative.add(table.name());
            }
            if (models.hasOtherThanDefault(definition)
                    && table.schema().embeddingProvider().equals(EmbeddingModels.DEFAULT)) {
                otherDefault.add(table.name());
            }
        }
        warn(otherAlternative, "P8_ALT_EMBEDDING is not the alternative model of these tables", EMBEDS, "");
        warn(
                goneAlternative,
                "P8_ALT_EMBEDDING does not name the alternative model of these tables any more, which is no longer called",
                "removes its vectors",
                "");
        warn(
                otherDefault,
                "P8_DEFAULT_EMBEDDING is not the model of these tables, which keep the one that they were registered with",
                EMBEDS,
                " --force");
    }

    private static void warn(List<String> tables, String what, String effect, String option) {
        if (!tables.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    what + ": " + String.join(", ", tables) + ". Registering a table's schema again " + effect
                            + ": rem schema show TABLE > FILE.json, then rem schema add FILE.json" + option);
        }
    }

    private void redefine(CatalogTable table) {
        long rows = rows(table.number());
        TableDefinition definition =
                definition(table.number(), table.schema(), Optional.of(table), Evolution.CHECKED, rows);
        if (!publisher.redefine(table, definition, List.of(), () -> isStill(table, rows))) {
            redefine(catalog.require(table.name()));
        }
    }

    private TableDefinition definition(
            int number, TableSchema schema, Optional<CatalogTable> existing, Evolution evolution, long rows) {
        String model = schema.embeddedFields().isEmpty() ? null : model(schema, existing, evolution);
        return new TableChanges(number, schema, existing, rows > 0).definition(model, models);
    }

    /** A table keeps the model that it was registered with; another default is for new tables, and for those that are forced to it. */
    private String model(TableSchema schema, Optional<CatalogTable> existing, Evolution evolution) {
        return existing.filter(table -> evolution != Evolution.FORCED)
                .filter(table -> table.schema().embeddingProvider().equals(schema.embeddingProvider()))
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

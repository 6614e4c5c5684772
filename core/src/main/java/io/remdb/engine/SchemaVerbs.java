package io.remdb.engine;

import io.remdb.BuildProgress;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.SchemaRegistration.Action;
import io.remdb.Schemas;
import io.remdb.TemplateInfo;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.engine.EntityWriter.Outcome;
import io.remdb.json.Json;
import io.remdb.schema.BuiltInSchemas;
import io.remdb.schema.Category;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.SchemaEvolution;
import io.remdb.schema.TableSchema;
import io.remdb.schema.Templates;
import io.remdb.search.SearchIndex;
import io.remdb.store.Change;
import io.remdb.store.Store;
import io.remdb.store.TableCounts;
import io.remdb.store.TableDefinition;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Registers, changes, lists and removes schemas. A schema is a row of the table {@code schemas}, like any other. */
final class SchemaVerbs implements Schemas {
    static final String SCHEMAS = "schemas";

    private static final Logger LOGGER = System.getLogger(SchemaVerbs.class.getName());

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final EmbeddingModels models;
    private final RowPreparer preparer;
    private final EntityWriter writer;
    private final TableBuilder builder;
    private final BackgroundBuilds builds;
    private final TableRemover remover;
    private final Supplier<SearchIndex> search;
    /** One change of schemas at a time; rows are written meanwhile. */
    private final ReentrantLock changing = new ReentrantLock();

    SchemaVerbs(
            Store store,
            LiveCatalog catalog,
            SchemaGate gate,
            EmbeddingModels models,
            RowPreparer preparer,
            EntityWriter writer,
            TableBuilder builder,
            BackgroundBuilds builds,
            TableRemover remover,
            Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.models = models;
        this.preparer = preparer;
        this.writer = writer;
        this.builder = builder;
        this.builds = builds;
        this.remover = remover;
        this.search = search;
    }

    /** The schema of a table as it is stored. */
    static TableSchema stored(Store store, int schemasTable, String name) {
        if (name.equals(SCHEMAS)) {
            return builtIn();
        }
        UUID id = rowId(name);
        return store.records()
                .get(schemasTable, id)
                .map(row -> row.parseProperties().get("schema"))
                .map(document -> SchemaCompiler.compileStored((ObjectNode) document))
                .orElseThrow(() -> new RemException(ErrorCode.CORRUPTED, "A table has no schema").with("table", name));
    }

    private static UUID rowId(String name) {
        return DeterministicId.ofKey(builtIn(), name);
    }

    private static TableSchema builtIn() {
        return BuiltInSchemas.find(SCHEMAS).orElseThrow();
    }

    /** Registers the built-in schemas of a new database, all in one unit. */
    void registerBuiltIns() {
        Map<TableDefinition, TableSchema> tables = new LinkedHashMap<>();
        int number = 0;
        for (TableSchema schema : BuiltInSchemas.all()) {
            tables.put(definition(++number, schema, Optional.empty(), 0), schema);
        }
        catalog.put(tables);
        CatalogTable schemas = catalog.require(SCHEMAS);
        List<PreparedRow> rows = tables.values().stream()
                .map(schema -> preparer.prepare(schemas, row(schema)))
                .toList();
        List<Change> definitions = new ArrayList<>();
        tables.keySet().forEach(table -> definitions.add(new Change.DefineTable(table)));
        commit(rows, definitions, () -> true, () -> {});
    }

    @Override
    public SchemaRegistration register(Schema schema, Evolution evolution, ProgressListener progress) {
        TableSchema compiled = SchemaCompiler.compile(schema);
        refuseBuiltIn(compiled.shortName(), "A built-in schema cannot be replaced");
        if (compiled.category() == Category.SYSTEM) {
            throw new RemException(ErrorCode.INVALID_SCHEMA, "The category system is for built-in schemas")
                    .with("schema", compiled.shortName())
                    .hint("Use agents, public or user");
        }
        SchemaRegistration done;
        BackgroundBuilds.Build build;
        changing.lock();
        try {
            finishRemoval(compiled.shortName());
            requireUniqueName(compiled);
            Optional<CatalogTable> existing = catalog.find(compiled.shortName());
            done = existing.isPresent() ? change(existing.get(), compiled, evolution) : create(compiled);
            build = builds.start(catalog.require(compiled.shortName()).number());
        } finally {
            changing.unlock();
        }
        // Other schemas may be changed meanwhile.
        builds.await(build, progress);
        return done;
    }

    private SchemaRegistration create(TableSchema schema) {
        TableDefinition definition = definition(store.highestTableNumber() + 1, schema, Optional.empty(), 0);
        publish(definition, schema, List.of(), () -> true);
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
        if (!publish(definition, schema, dropped, () -> isStill(existing, rows))) {
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
     * Makes a table's definition and schema those that every later write and read sees.
     *
     * @param still asked when nobody writes any more: whether the definition is still right
     * @return whether it was; else nothing is changed
     */
    private boolean publish(
            TableDefinition definition, TableSchema schema, List<Change> changes, BooleanSupplier still) {
        PreparedRow row = preparer.prepare(catalog.require(SCHEMAS), row(schema));
        List<Change> alongside = new ArrayList<>(changes);
        alongside.add(new Change.DefineTable(definition));
        return commit(List.of(row), alongside, still, () -> catalog.put(Map.of(definition, schema)));
    }

    /**
     * Writes rows of the table of schemas, and definitions with them, while nobody else writes. Models have done their work
     * before that.
     */
    private boolean commit(List<PreparedRow> rows, List<Change> alongside, BooleanSupplier still, Runnable publish) {
        return writer.write(
                        catalog.require(SCHEMAS),
                        rows,
                        alongside,
                        new RowEmbedder.Vectors(),
                        unit -> gate.switching(() -> {
                            Outcome outcome = still.getAsBoolean() ? writer.commit(unit) : Outcome.OUTDATED;
                            if (outcome == Outcome.WRITTEN) {
                                publish.run();
                            }
                            return outcome;
                        }))
                .isPresent();
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

    private static ObjectNode row(TableSchema schema) {
        ObjectNode row = Json.object();
        row.put("short_name", schema.shortName());
        row.put("name", schema.name());
        row.put("version", schema.version());
        row.put("description", schema.description());
        row.put("category", schema.category().name().toLowerCase(Locale.ROOT));
        row.set("schema", schema.document());
        return row;
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

    /** Schemas are kept as rows of a table, but not written as such. */
    static void refuseAsRows(CatalogTable table) {
        if (table.name().equals(SCHEMAS)) {
            throw new RemException(ErrorCode.UNSUPPORTED, "A schema is not written, changed or deleted as a row")
                    .hint("rem schema add registers and changes a schema, rem schema remove removes it");
        }
    }

    private static void refuseBuiltIn(String name, String text) {
        if (BuiltInSchemas.names().contains(name)) {
            throw new RemException(ErrorCode.UNSUPPORTED, text)
                    .with("schema", name)
                    .hint("Choose another short_name; rem schema add --name NAME --template " + name
                            + " clones it where there is a template of it");
        }
    }

    @Override
    public List<SchemaInfo> list() {
        return catalog.tables().stream().map(this::info).toList();
    }

    private SchemaInfo info(CatalogTable table) {
        TableSchema schema = table.schema();
        return new SchemaInfo(
                schema.shortName(),
                schema.name(),
                schema.version(),
                schema.category().name().toLowerCase(Locale.ROOT),
                schema.description(),
                store.records().counts(table.number()).live(),
                building(table));
    }

    private @Nullable BuildProgress building(CatalogTable table) {
        TableDefinition definition = table.definition();
        if (!definition.incomplete()) {
            return null;
        }
        List<String> embeddings = Arrays.stream(EmbeddingSlot.values())
                .filter(slot -> {
                    TableDefinition.Vectors vectors = table.vectors(slot);
                    return vectors != null && vectors.building();
                })
                .map(EmbeddingSlot::fieldName)
                .toList();
        return new BuildProgress(
                definition.building().stream().sorted().toList(),
                embeddings,
                definition.rekeying() != null,
                builds.rowsDone(table.number()),
                rows(table.number()));
    }

    @Override
    public ObjectNode document(String table) {
        return catalog.require(table).schema().document().deepCopy();
    }

    @Override
    public long remove(String table, Removal removal) {
        refuseBuiltIn(table, "A built-in schema cannot be removed");
        changing.lock();
        try {
            Optional<Long> rest = finishRemoval(table);
            if (rest.isPresent()) {
                return rest.get();
            }
            CatalogTable removed = catalog.require(table);
            gate.switching(() -> {
                if (removal == Removal.IF_EMPTY) {
                    requireEmpty(removed);
                }
                define(catalog.require(table).definition().beingRemoved());
                catalog.remove(table);
                return table;
            });
            return finishRemoval(removed);
        } finally {
            changing.unlock();
        }
    }

    private void requireEmpty(CatalogTable table) {
        TableCounts counts = store.records().counts(table.number());
        if (counts.live() + counts.deleted() > 0) {
            throw new RemException(ErrorCode.TABLE_NOT_EMPTY, "The table still has rows")
                    .with("table", table.name())
                    .with("rows", counts.live())
                    .with("soft_deleted", counts.deleted())
                    .hint("--force removes the rows too, for good");
        }
    }

    private void define(TableDefinition definition) {
        List<Change> change = List.of(new Change.DefineTable(definition));
        EntityWriter.commit(store.records(), new WriteUnit(Atomicity.SEVERAL_ENTITIES, change));
    }

    /** Removes what is left of a table that was being removed when that was cut off; empty when there is none. */
    private Optional<Long> finishRemoval(String name) {
        return store.tables().stream()
                .filter(table -> table.removing() && table.name().equals(name))
                .findFirst()
                .map(table -> finishRemoval(new CatalogTable(
                        table, stored(store, catalog.require(SCHEMAS).number(), name), catalog.revision())));
    }

    private long finishRemoval(CatalogTable removed) {
        long rows = remover.removeRows(removed);
        search.get().drop(removed.number());
        remover.removeTable(removed, rowId(removed.name()));
        return rows;
    }

    /** Does the rest of all removals that were cut off. */
    void finishRemovals() {
        for (TableDefinition table : store.tables()) {
            if (table.removing()) {
                changing.lock();
                try {
                    finishRemoval(table.name());
                } finally {
                    changing.unlock();
                }
            }
        }
    }

    /**
     * Has the built-in tables follow the alternative model of the settings: nobody can register them again. For other tables
     * that is their owner's decision, so it is only said.
     */
    void followAlternative() {
        changing.lock();
        try {
            List<String> others = new ArrayList<>();
            for (CatalogTable table : catalog.tables()) {
                if (!models.lacksAlternative(table.definition())) {
                    continue;
                }
                if (BuiltInSchemas.names().contains(table.name())) {
                    redefine(table);
                    builds.start(table.number());
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
        } finally {
            changing.unlock();
        }
    }

    private void redefine(CatalogTable table) {
        long rows = rows(table.number());
        TableDefinition definition = definition(table.number(), table.schema(), Optional.of(table), rows);
        boolean done = gate.switching(() -> {
            boolean still = isStill(table, rows);
            if (still) {
                define(definition);
                catalog.put(Map.of(definition, table.schema()));
            }
            return still;
        });
        if (!done) {
            redefine(catalog.require(table.name()));
        }
    }

    @Override
    public List<TemplateInfo> templates() {
        return Templates.list();
    }

    @Override
    public Schema fromTemplate(String template, String shortName) {
        return Templates.create(template, shortName);
    }
}

package io.remdb.engine;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Registers, changes, lists and removes schemas. A schema is a row of the table {@code schemas}, like any other. */
final class SchemaVerbs implements Schemas {
    static final String SCHEMAS = "schemas";

    private final Store store;
    private final LiveCatalog catalog;
    private final SchemaGate gate;
    private final EmbeddingModels models;
    private final RowPreparer preparer;
    private final EntityWriter writer;
    private final TableBuilder builder;
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
            TableRemover remover,
            Supplier<SearchIndex> search) {
        this.store = store;
        this.catalog = catalog;
        this.gate = gate;
        this.models = models;
        this.preparer = preparer;
        this.writer = writer;
        this.builder = builder;
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
        writer.write(schemas, rows, definitions);
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
        changing.lock();
        try {
            requireUniqueName(compiled);
            Optional<CatalogTable> existing = catalog.find(compiled.shortName());
            return existing.isPresent() ? change(existing.get(), compiled, evolution, progress) : create(compiled);
        } finally {
            changing.unlock();
        }
    }

    private SchemaRegistration create(TableSchema schema) {
        TableDefinition definition = definition(store.highestTableNumber() + 1, schema, Optional.empty(), 0);
        publish(definition, schema, List.of());
        return new SchemaRegistration(schema.shortName(), schema.version(), Action.CREATED, List.of());
    }

    private SchemaRegistration change(
            CatalogTable existing, TableSchema schema, Evolution evolution, ProgressListener progress) {
        SchemaEvolution changes = SchemaEvolution.compare(existing.schema(), schema);
        TableCounts counts = store.records().counts(existing.number());
        TableDefinition definition =
                definition(existing.number(), schema, Optional.of(existing), counts.live() + counts.deleted());
        List<String> sentences = new ArrayList<>(changes.changes());
        sentences.addAll(TableChanges.ofVectors(existing.definition(), definition));
        if (changes.unchanged() && sentences.isEmpty() && !existing.definition().incomplete()) {
            return new SchemaRegistration(schema.shortName(), schema.version(), Action.UNCHANGED, List.of());
        }
        requireAllowed(changes, evolution, existing, schema);
        publish(definition, schema, TableChanges.droppedIndexes(existing.definition(), definition));
        builder.build(existing, catalog.require(schema.shortName()), progress);
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

    /** Makes a table's definition and schema those that every later write and read sees. */
    private void publish(TableDefinition definition, TableSchema schema, List<Change> changes) {
        CatalogTable schemas = catalog.require(SCHEMAS);
        PreparedRow row = preparer.prepare(schemas, row(schema));
        List<Change> alongside = new ArrayList<>(changes);
        alongside.add(new Change.DefineTable(definition));
        gate.switching(() -> {
            writer.write(schemas, List.of(row), alongside);
            catalog.put(Map.of(definition, schema));
            return definition;
        });
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
                store.records().counts(table.number()).live());
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
            CatalogTable removed = catalog.require(table);
            TableCounts counts = store.records().counts(removed.number());
            if (removal == Removal.IF_EMPTY && counts.live() + counts.deleted() > 0) {
                throw new RemException(ErrorCode.TABLE_NOT_EMPTY, "The table still has rows")
                        .with("table", table)
                        .with("rows", counts.live())
                        .with("soft_deleted", counts.deleted())
                        .hint("--force removes the rows too, for good");
            }
            gate.switching(() -> {
                catalog.remove(table);
                return table;
            });
            try {
                long rows = remover.removeRows(removed);
                remover.removeTable(removed, rowId(table));
                search.get().drop(removed.number());
                return rows;
            } catch (RuntimeException e) {
                // Not removed: nobody may take its name. What rows are left are still its rows.
                catalog.put(Map.of(removed.definition(), removed.schema()));
                throw e;
            }
        } finally {
            changing.unlock();
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

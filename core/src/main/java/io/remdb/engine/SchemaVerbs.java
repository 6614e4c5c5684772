package io.remdb.engine;

import io.remdb.BuildProgress;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.Schemas;
import io.remdb.TemplateInfo;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.schema.BuiltInSchemas;
import io.remdb.schema.Category;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import io.remdb.schema.Templates;
import io.remdb.store.Store;
import io.remdb.store.TableCounts;
import io.remdb.store.TableDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The verbs of schemas: changes one at a time, and what there is. Thread-safe. */
final class SchemaVerbs implements Schemas {
    private final Store store;
    private final LiveCatalog catalog;
    private final BackgroundBuilds builds;
    private final SchemaRegistrar registrar;
    private final SchemaRemoval removal;
    /** One change of schemas at a time; rows are written meanwhile. */
    private final ReentrantLock changing = new ReentrantLock();

    SchemaVerbs(
            Store store,
            LiveCatalog catalog,
            BackgroundBuilds builds,
            SchemaRegistrar registrar,
            SchemaRemoval removal) {
        this.store = store;
        this.catalog = catalog;
        this.builds = builds;
        this.registrar = registrar;
        this.removal = removal;
    }

    /** Registers the built-in schemas of a new database. */
    void registerBuiltIns() {
        registrar.registerBuiltIns();
    }

    @Override
    public SchemaRegistration register(Schema schema, Evolution evolution, ProgressListener progress) {
        TableSchema compiled = SchemaCompiler.compile(schema);
        // Its own document again means its model again: that of the settings may be another than at the first time.
        boolean builtIn = BuiltInSchemas.find(compiled.shortName())
                .filter(own -> own.document().equals(compiled.document()))
                .isPresent();
        if (!builtIn) {
            refuseBuiltIn(compiled.shortName(), "A built-in schema cannot be replaced");
        }
        if (!builtIn && compiled.category() == Category.SYSTEM) {
            throw new RemException(ErrorCode.INVALID_SCHEMA, "The category system is for built-in schemas")
                    .with("schema", compiled.shortName())
                    .hint("Use agents, public or user");
        }
        SchemaRegistration done;
        BackgroundBuilds.Build build;
        changing.lock();
        try {
            removal.finish(compiled.shortName());
            done = registrar.register(compiled, evolution);
            build = builds.start(catalog.require(compiled.shortName()).number());
        } finally {
            changing.unlock();
        }
        // Other schemas may be changed meanwhile.
        builds.await(build, progress);
        return done;
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
        TableDefinition.Vectors vectors = table.definition().main();
        return new SchemaInfo(
                schema.shortName(),
                schema.name(),
                schema.version(),
                schema.category().name().toLowerCase(Locale.ROOT),
                schema.description(),
                store.records().counts(table.number()).live(),
                vectors == null ? null : vectors.model(),
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

    private long rows(int table) {
        TableCounts counts = store.records().counts(table);
        return counts.live() + counts.deleted();
    }

    @Override
    public long remove(String table, Removal how) {
        refuseBuiltIn(table, "A built-in schema cannot be removed");
        changing.lock();
        try {
            return removal.remove(table, how);
        } finally {
            changing.unlock();
        }
    }

    /** Does the rest of all removals that were cut off. */
    void finishRemovals() {
        for (TableDefinition table : store.tables()) {
            if (table.removing()) {
                changing.lock();
                try {
                    removal.finish(table.name());
                } finally {
                    changing.unlock();
                }
            }
        }
    }

    /** Says what models of the settings the tables do not have, and builds in the background what they get of themselves. */
    void followModels() {
        changing.lock();
        try {
            registrar.followModels(table -> builds.start(table.number()));
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

package io.remdb.engine;

import io.remdb.store.Store;
import io.remdb.store.TableDefinition;
import io.remdb.store.Unattended;
import java.util.List;

/** What an open database does by itself: it goes on with what an earlier process has begun, and removes what has expired. */
final class BackgroundWork {
    private final Store store;
    private final EmbeddingModels models;
    private final BackgroundBuilds builds;
    private final SchemaVerbs schemas;
    private final Resumption resumption;
    private final Expiry expiry;

    BackgroundWork(Store store, EmbeddingModels models, BackgroundBuilds builds, SchemaVerbs schemas, Expiry expiry) {
        this.store = store;
        this.models = models;
        this.builds = builds;
        this.schemas = schemas;
        this.resumption = new Resumption(schemas);
        this.expiry = expiry;
    }

    /** Begins; for a database that may be written to. Makes the built-in tables of a new one. */
    void start() {
        expiry.start();
        List<TableDefinition> tables = store.tables();
        if (tables.isEmpty()) {
            Unattended.run(schemas::registerBuiltIns);
            return;
        }
        boolean unfinished = false;
        for (TableDefinition table : tables) {
            unfinished |= table.removing()
                    || models.lacksAlternative(table)
                    || models.hasAlternativeOfBefore(table)
                    || models.hasOtherThanDefault(table);
            if (table.incomplete() && !table.removing()) {
                builds.start(table.number());
            }
        }
        if (unfinished) {
            resumption.start();
        }
    }

    /** What ends it, one after the other. */
    List<AutoCloseable> parts() {
        return List.of(expiry::stop, resumption::stop, builds::stop);
    }
}

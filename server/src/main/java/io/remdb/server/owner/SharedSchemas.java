package io.remdb.server.owner;

import io.remdb.ProgressListener;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.Schemas;
import io.remdb.TemplateInfo;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of a shared database. */
final class SharedSchemas implements Schemas {
    private final SharedDatabase database;

    SharedSchemas(SharedDatabase database) {
        this.database = database;
    }

    @Override
    public SchemaRegistration register(Schema schema, Evolution evolution, ProgressListener progress) {
        return database.with(current -> current.schemas().register(schema, evolution, progress));
    }

    @Override
    public List<SchemaInfo> list() {
        return database.with(current -> current.schemas().list());
    }

    @Override
    public ObjectNode document(String table) {
        return database.with(current -> current.schemas().document(table));
    }

    @Override
    public long remove(String table, Removal removal) {
        return database.remove(table, removal);
    }

    @Override
    public List<TemplateInfo> templates() {
        return database.with(current -> current.schemas().templates());
    }

    @Override
    public Schema fromTemplate(String template, String shortName) {
        return database.with(current -> current.schemas().fromTemplate(template, shortName));
    }
}

package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.json.Json;
import io.remdb.schema.BuiltInSchemas;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import io.remdb.store.Store;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A schema as a row of the table {@code schemas}, like any other, but written by registering it alone. */
final class SchemaRows {
    static final String TABLE = "schemas";

    private SchemaRows() {}

    /** The number of the table of schemas. */
    static int table(Store store) {
        return store.tables().stream()
                .filter(table -> table.name().equals(TABLE))
                .findFirst()
                .orElseThrow(() -> new RemException(ErrorCode.CORRUPTED, "The table of schemas is missing"))
                .number();
    }

    /** The schema of a table as it is stored. */
    static TableSchema stored(Store store, int schemasTable, String name) {
        if (name.equals(TABLE)) {
            return builtIn();
        }
        UUID id = rowId(name);
        return store.records()
                .get(schemasTable, id)
                .map(row -> row.parseProperties().get("schema"))
                .map(document -> SchemaCompiler.compileStored((ObjectNode) document))
                .orElseThrow(() -> new RemException(ErrorCode.CORRUPTED, "A table has no schema").with("table", name));
    }

    /** The id of the row that keeps the schema of a table. */
    static UUID rowId(String name) {
        return DeterministicId.ofKey(builtIn(), name);
    }

    private static TableSchema builtIn() {
        return BuiltInSchemas.find(TABLE).orElseThrow();
    }

    /** The row that keeps a schema. */
    static ObjectNode row(TableSchema schema) {
        ObjectNode row = Json.object();
        row.put("short_name", schema.shortName());
        row.put("name", schema.name());
        row.put("version", schema.version());
        row.put("description", schema.description());
        row.put("category", schema.category().name().toLowerCase(Locale.ROOT));
        row.set("schema", schema.document());
        return row;
    }

    /** Schemas are kept as rows of a table, but not written as such. */
    static void refuseAsRows(CatalogTable table) {
        if (table.name().equals(TABLE)) {
            throw new RemException(ErrorCode.UNSUPPORTED, "A schema is not written, changed or deleted as a row")
                    .hint("rem schema add registers and changes a schema, rem schema remove removes it");
        }
    }
}

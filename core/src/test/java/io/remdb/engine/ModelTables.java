package io.remdb.engine;

import io.remdb.json.Json;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The tables that a {@link ModelState} knows. */
final class ModelTables {
    static final String ITEMS = "items";
    static final String PEOPLE = "people";
    /** The one that is registered, changed and removed. */
    static final String EXTRAS = "extras";

    static final String ITEMS_SCHEMA = """
            {"title": "Item", "description": "An item", "version": "1.0.0", "short_name": "items",
             "properties": {
               "name": {"type": "string"}, "text": {"type": "string"}, "category": {"type": "string"},
               "owner": {"type": "string"}, "year": {"type": "integer"}, "score": {"type": "number"},
               "tags": {"type": "array", "items": {"type": "string"}}, "extra": {"type": "object"}},
             "required": ["name", "text"],
             "json_schema_extra": {"embedding_fields": ["text"], "indexed_fields": ["category", "year", "tags"],
               "key_field": "name"}}""";

    static final String PEOPLE_SCHEMA = """
            {"title": "Person", "description": "A person", "version": "1.0.0", "short_name": "people",
             "properties": {"name": {"type": "string"}, "age": {"type": "integer"}, "city": {"type": "string"}},
             "required": ["name"],
             "json_schema_extra": {"indexed_fields": ["age"], "key_field": "name"}}""";

    /** Each adds something that is built over the rows that there are: an index, vectors. */
    static final List<String> EXTRAS_SCHEMAS = List.of(
            extras("1.0.0", "", "\"indexed_fields\": []"),
            extras("1.1.0", ", \"rank\": {\"type\": \"integer\"}", "\"indexed_fields\": [\"rank\"]"),
            extras(
                    "1.2.0",
                    ", \"rank\": {\"type\": \"integer\"}",
                    "\"indexed_fields\": [\"rank\"], \"embedding_fields\": [\"text\"]"));

    private static final Map<String, TableSchema> COMPILED = new HashMap<>();

    static {
        for (String schema : List.of(ITEMS_SCHEMA, PEOPLE_SCHEMA, EXTRAS_SCHEMAS.getFirst())) {
            TableSchema compiled = SchemaCompiler.compileStored(Json.parseObject(schema));
            COMPILED.put(compiled.shortName(), compiled);
        }
    }

    private ModelTables() {}

    private static String extras(String version, String field, String settings) {
        return """
                {"title": "Extra", "description": "An extra", "version": "%s", "short_name": "extras",
                 "properties": {"name": {"type": "string"}, "text": {"type": "string"}%s},
                 "required": ["name"], "json_schema_extra": {"key_field": "name", %s}}""".formatted(version, field, settings);
    }

    /** The id of the row that has a key. */
    static UUID id(String table, String key) {
        TableSchema schema = COMPILED.get(table);
        if (schema == null) {
            throw new IllegalArgumentException(table);
        }
        return DeterministicId.ofKey(schema, key);
    }
}

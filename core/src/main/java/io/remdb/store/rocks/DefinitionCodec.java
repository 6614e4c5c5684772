package io.remdb.store.rocks;

import io.remdb.json.Json;
import io.remdb.store.TableDefinition;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** A table's definition as JSON: {@code {"number":1,"name":"articles","fields":{"category":16}}}. */
final class DefinitionCodec {
    private DefinitionCodec() {}

    static byte[] encode(TableDefinition definition) {
        ObjectNode json = Json.object();
        json.put("number", definition.number());
        json.put("name", definition.name());
        ObjectNode fields = json.putObject("fields");
        new TreeMap<>(definition.fields()).forEach(fields::put);
        return Json.write(json);
    }

    static TableDefinition decode(byte[] value) {
        ObjectNode json = Json.parseStored(value, 0, value.length);
        TreeMap<String, Integer> fields = new TreeMap<>();
        json.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().intValue()));
        return new TableDefinition(
                json.path("number").intValue(), json.path("name").stringValue(), fields);
    }
}

package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.json.Json;
import io.remdb.store.TableDefinition;
import io.remdb.store.TableDefinition.Rekeying;
import io.remdb.store.TableDefinition.Vectors;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table's definition as JSON: {@code {"number":1,"name":"articles","fields":{"category":16},
 * "embedding":{"model":"local:all-MiniLM-L6-v2","dimension":384,"building":false}}}; {@code highest_field} is the highest number
 * that a field ever had, where none has it now, {@code building} lists the fields whose
 * index is being built, {@code rekeying} the key fields that there were before the present one, and {@code removing} is true
 * while the table is being removed. Each of the four is left out when there is nothing to say.
 */
final class DefinitionCodec {
    private DefinitionCodec() {}

    static byte[] encode(TableDefinition definition) {
        ObjectNode json = Json.object();
        json.put("number", definition.number());
        json.put("name", definition.name());
        ObjectNode fields = json.putObject("fields");
        new TreeMap<>(definition.fields()).forEach(fields::put);
        if (!definition.fields().containsValue(definition.highestField()) && definition.highestField() > 0) {
            json.put("highest_field", definition.highestField());
        }
        if (!definition.building().isEmpty()) {
            ArrayNode building = json.putArray("building");
            new TreeSet<>(definition.building()).forEach(building::add);
        }
        putVectors(json, EmbeddingSlot.MAIN, definition.main());
        putVectors(json, EmbeddingSlot.ALT, definition.alternative());
        Rekeying rekeying = definition.rekeying();
        if (rekeying != null) {
            ArrayNode former = json.putArray("rekeying");
            new TreeSet<>(rekeying.formerFields()).forEach(former::add);
        }
        if (definition.removing()) {
            json.put("removing", true);
        }
        return Json.write(json);
    }

    /** @throws RemException {@link ErrorCode#CORRUPTED} */
    static TableDefinition decode(byte[] value) {
        ObjectNode json = Json.parseStored(value, 0, value.length);
        try {
            return definition(json);
        } catch (JacksonException e) {
            throw new RemException(ErrorCode.CORRUPTED, "A stored definition of a table does not read as one", e);
        }
    }

    private static TableDefinition definition(ObjectNode json) {
        TreeMap<String, Integer> fields = new TreeMap<>();
        json.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().intValue()));
        return new TableDefinition(
                json.path("number").intValue(),
                json.path("name").stringValue(),
                fields,
                json.path("highest_field").intValue(0),
                names(json.path("building")),
                vectors(json, EmbeddingSlot.MAIN),
                vectors(json, EmbeddingSlot.ALT),
                json.has("rekeying") ? new Rekeying(names(json.path("rekeying"))) : null,
                json.path("removing").booleanValue(false));
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new TreeSet<>();
        array.forEach(name -> names.add(name.stringValue()));
        return names;
    }

    private static void putVectors(ObjectNode json, EmbeddingSlot slot, @Nullable Vectors vectors) {
        if (vectors != null) {
            json.putObject(slot.fieldName())
                    .put("model", vectors.model())
                    .put("dimension", vectors.dimension())
                    .put("building", vectors.building());
        }
    }

    private static @Nullable Vectors vectors(ObjectNode json, EmbeddingSlot slot) {
        JsonNode vectors = json.path(slot.fieldName());
        return vectors.isObject()
                ? new Vectors(
                        vectors.path("model").stringValue(),
                        vectors.path("dimension").intValue(),
                        vectors.path("building").booleanValue())
                : null;
    }
}

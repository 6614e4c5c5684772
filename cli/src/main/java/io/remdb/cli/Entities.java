package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.cli.output.EntityJson;
import io.remdb.cli.output.EntityShape;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.Output;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Prints one row in full. */
final class Entities {
    private Entities() {}

    static void print(Output output, Entity entity) {
        switch (output.format()) {
            case JSON, JSONL -> output.object(EntityJson.of(entity));
            case TABLE, YAML -> output.object(flat(entity));
            case CSV ->
                output.rows(
                        Envelope.ofList(),
                        EntityShape.of(List.of(entity)),
                        List.of(entity).iterator());
        }
    }

    /** System fields and properties side by side, as a person reads them. */
    private static ObjectNode flat(Entity entity) {
        ObjectNode json = EntityJson.of(entity);
        ObjectNode properties = entity.properties();
        json.remove("properties");
        if (!entity.deleted()) {
            json.remove("deleted_at");
        }
        if (entity.edges().isEmpty()) {
            json.remove("edges");
        }
        properties.properties().forEach(property -> json.set(property.getKey(), property.getValue()));
        return json;
    }
}

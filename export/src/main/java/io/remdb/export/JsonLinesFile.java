package io.remdb.export;

import io.remdb.Entity;
import io.remdb.ScannedTable;
import io.remdb.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entity a line, as {@link io.remdb.RemDatabase#restoreAll} takes it. The same rows give the same bytes. Vectors carry the name
 * of their model, so that they are not mistaken for those of another.
 */
final class JsonLinesFile implements TableFile<ByteArrayOutputStream> {
    private static final int BATCH_ROWS = 500;

    private final OutputStream output;
    private final ScannedTable table;
    private final boolean withVectors;

    JsonLinesFile(OutputStream output, ScannedTable table, boolean withVectors) {
        this.output = output;
        this.table = table;
        this.withVectors = withVectors;
    }

    @Override
    public int batchRows() {
        return BATCH_ROWS;
    }

    @Override
    public ByteArrayOutputStream encode(List<Entity> rows) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Entity row : rows) {
            Json.mapper().writeValue(lines, json(row));
            lines.write('\n');
        }
        return lines;
    }

    private ObjectNode json(Entity row) {
        ObjectNode json = row.json();
        if (withVectors) {
            ObjectNode embeddings = json.putObject("embeddings");
            new TreeMap<>(row.embeddings()).forEach((name, components) -> {
                ScannedTable.Vectors vectors = table.embeddings().get(name);
                ObjectNode embedding = embeddings.putObject(name);
                embedding.put("model", vectors == null ? null : vectors.model());
                ArrayNode vector = embedding.putArray("vector");
                for (float component : components) {
                    vector.add(component);
                }
            });
        }
        return json;
    }

    @Override
    public void write(ByteArrayOutputStream lines) throws IOException {
        lines.writeTo(output);
    }

    @Override
    public void finish() {}
}

package io.remdb.engine;

import io.remdb.ValidationException;
import io.remdb.ValidationProblem;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingText;
import io.remdb.json.Json;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.RowKeys;
import io.remdb.schema.RowValidator;
import io.remdb.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From JSON to a row that may be written: validation, id, keys, text to embed. Thread-safe; reads no data. */
final class RowPreparer {
    static final String EDGES = "edges";
    static final String ID = "id";

    /** The validator of a table as it is at one revision of the catalog. */
    private record Judge(long revision, RowValidator validator) {}

    private final Map<String, Judge> judges = new ConcurrentHashMap<>();

    /** @throws ValidationException with every problem of the row */
    PreparedRow prepare(CatalogTable table, String json) {
        return prepare(table, json, UUID::randomUUID);
    }

    /** The same where a row without a key gets this id. */
    PreparedRow prepare(CatalogTable table, String json, Supplier<UUID> freshId) {
        return prepare(table, Json.parseObject(json), freshId);
    }

    /** The same for a row that is JSON already; {@code row} is taken over. */
    PreparedRow prepare(CatalogTable table, ObjectNode row) {
        return prepare(table, row, UUID::randomUUID);
    }

    private PreparedRow prepare(CatalogTable table, ObjectNode row, Supplier<UUID> freshId) {
        return prepare(table, row, DeterministicId.of(table.schema(), row).orElseGet(freshId));
    }

    /** The same for a row whose id is known. */
    PreparedRow prepare(CatalogTable table, ObjectNode row, UUID id) {
        TableSchema schema = table.schema();
        List<ValidationProblem> problems = new ArrayList<>();
        JsonNode edges = row.remove(EDGES);
        problems.addAll(validator(table).validate(row));
        List<EdgeSpec> specs = EdgeSpec.parse(table.name(), edges, problems);
        if (!problems.isEmpty()) {
            throw new ValidationException(table.name(), problems);
        }
        row.remove(ID);
        DeterministicId.fillIn(schema, row);
        return new PreparedRow(id, row, RowKeys.keys(schema, row), text(table, row), specs);
    }

    /**
     * A row that is written back: nothing is added to its properties, and it may be older than the schema, as it may where it comes from.
     * What does not fit its field reads as no value there and here.
     */
    PreparedRow prepare(CatalogTable table, ObjectNode row, UUID id, Restoration restoration) {
        TableSchema schema = table.schema();
        List<ValidationProblem> problems = validator(table).validateWithoutSchema(row);
        if (!problems.isEmpty()) {
            throw new ValidationException(table.name(), problems);
        }
        return new PreparedRow(id, row, RowKeys.keys(schema, row), text(table, row), List.of(), restoration);
    }

    private static String text(CatalogTable table, ObjectNode row) {
        return table.definition().main() == null ? "" : EmbeddingText.of(table.schema(), row);
    }

    private RowValidator validator(CatalogTable table) {
        Judge known = judges.get(table.name());
        if (known == null || known.revision != table.revision()) {
            known = new Judge(table.revision(), RowValidator.of(table.schema()));
            judges.put(table.name(), known);
        }
        return known.validator;
    }
}

package io.remdb.ingest.table;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.SchemaInfo;
import io.remdb.ValidationProblem;
import io.remdb.embedding.EmbeddingText;
import io.remdb.ingest.chunk.Chunk;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.json.Json;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.Field;
import io.remdb.schema.RowValidator;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import io.remdb.value.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table that chunks go to. Text goes to its first embedded field; the name to {@code name}, {@code title} and the key field; all else to
 * the fields that are called as those of {@code resources}, where it has them. Immutable.
 *
 * @param schema the table
 * @param model the full name of its embedding model
 * @param textField the field of the text
 * @param idField the field that makes the ids of its rows, as far as we fill it; null: they are random
 */
public record Target(
        TableSchema schema,
        String model,
        String textField,
        @Nullable String idField) {
    /** The table of chunks where nobody names another. */
    public static final String RESOURCES = "resources";

    private static final String NAME = "name";
    private static final String TITLE = "title";
    private static final String URI = "uri";
    private static final String ORDINAL = "chunk_ordinal";
    private static final int LARGE_ORDINAL = 99_998;

    /**
     * The table of that name.
     *
     * @throws RemException {@link ErrorCode#UNKNOWN_TABLE}; {@link ErrorCode#UNSUPPORTED} when it has no field for a text
     */
    public static Target of(RemDatabase database, String table) {
        TableSchema schema = SchemaCompiler.compileStored(database.schemas().document(table));
        Optional<String> model = database.schemas().list().stream()
                .filter(info -> info.shortName().equals(table))
                .findFirst()
                .map(SchemaInfo::model);
        Optional<String> text = schema.embeddedFields().stream()
                .map(Field::name)
                .filter(field -> TableRow.takesText(schema, field))
                .findFirst();
        if (text.isEmpty() || model.isEmpty()) {
            throw new RemException(ErrorCode.UNSUPPORTED, "The table has no embedded field for the text of documents")
                    .with("table", table)
                    .hint(
                            "Name one in embedding_fields of its schema, or leave --schema out: text goes to resources then");
        }
        return new Target(schema, model.get(), text.get(), idField(schema));
    }

    private static @Nullable String idField(TableSchema schema) {
        String keyField = schema.keyField();
        if (keyField != null && !keyField.equals(URI)) {
            return keyField;
        }
        if (TableRow.takesText(schema, URI)) {
            return URI;
        }
        return TableRow.takesText(schema, NAME) ? NAME : null;
    }

    /** The name of the table. */
    public String table() {
        return schema.shortName();
    }

    /** Whether rows of two files that have the same title would be one row. */
    public boolean namesMakeIds() {
        return idField != null && !idField.equals(URI);
    }

    /** The id that a row will have; empty where it gets a random one. */
    public Optional<UUID> id(ObjectNode row) {
        return DeterministicId.of(schema, row);
    }

    /**
     * Finds out before any file is read whether chunks can be rows of the table.
     *
     * @throws RemException {@link ErrorCode#VALIDATION_FAILED} with all that is missing or wrong, or when all of them would be one row
     */
    public void requireComplete(Description description) {
        List<ValidationProblem> problems = RowValidator.of(schema).validate(sample(description, "sample", 0));
        if (!problems.isEmpty()) {
            String all = problems.stream().map(ValidationProblem::message).collect(Collectors.joining("; "));
            throw new RemException(ErrorCode.VALIDATION_FAILED, "Chunks would be no rows of the table: " + all)
                    .with("table", table())
                    .hint("--category, --tags and --metadata '{\"field\": value}' fill its other fields");
        }
        requireDifferentIds(description);
    }

    /** Where all chunks are given the same key, each would take the place of the one before. */
    private void requireDifferentIds(Description description) {
        Optional<UUID> first = id(sample(description, "sample", 0));
        boolean same = Stream.of(sample(description, "sample", 1), sample(description, "other", 0))
                .anyMatch(other -> first.isPresent() && id(other).equals(first));
        if (same) {
            throw new RemException(
                            ErrorCode.VALIDATION_FAILED,
                            "Chunks would be one and the same row of the table: its key is the same for all of them")
                    .with("table", table())
                    .with("key", schema.keyField() == null ? "uri, key or name" : schema.keyField())
                    .hint("Leave the key out of --category and --metadata where it is a text, so that the name of the"
                            + " document fills it; a table whose key is something else takes no chunks");
        }
    }

    private ObjectNode sample(Description description, String name, int ordinal) {
        FileFacts facts = new FileFacts("file:///" + name, name, "text/plain", 0, "", DocumentInfo.NONE);
        Chunk chunk = new Chunk(ordinal, 0, 0, 1, List.of(), 0, 0);
        return row(description, facts, name, UUID.randomUUID(), chunk, "sample");
    }

    /**
     * What is embedded of a row together with the text of its chunk.
     *
     * @param name of the document
     */
    public String embeddedBesidesText(Description description, FileFacts facts, String name) {
        // A part with a long number, and a text of one sign, so that what stands around it is there.
        Chunk chunk = new Chunk(LARGE_ORDINAL, 0, 0, 1, List.of(), 0, 0);
        return EmbeddingText.of(schema, row(description, facts, name, UUID.randomUUID(), chunk, "."));
    }

    /**
     * The row of a chunk.
     *
     * @param name of the document; where names make ids, the parts after the first get numbers
     * @param document its row in {@code documents}
     * @param text of the chunk
     */
    public ObjectNode row(
            Description description, FileFacts facts, String name, UUID document, Chunk chunk, String text) {
        TableRow row = new TableRow(schema);
        row.text(NAME, numbered(NAME, name, chunk));
        row.text(TITLE, numbered(TITLE, name, chunk));
        if (namesMakeIds() && idField != null) {
            row.text(idField, numbered(idField, name, chunk));
        }
        row.text(URI, uri(facts.uri(), chunk));
        row.number(ORDINAL, chunk.ordinal());
        row.text("content_type", facts.contentType());
        row.id("document_id", document.toString());
        row.time(
                "timestamp",
                facts.info().modified() == null
                        ? facts.info().created()
                        : facts.info().modified());
        row.description(description);
        row.text(textField, text);
        row.metadata(description.metadata(), place(chunk, facts.info()));
        return row.json();
    }

    private String numbered(String field, String name, Chunk chunk) {
        return field.equals(idField) && chunk.ordinal() > 0 ? name + " (part " + (chunk.ordinal() + 1) + ")" : name;
    }

    /** Where chunks of a file are told apart by nothing but their addresses, these differ. */
    private String uri(String uri, Chunk chunk) {
        boolean counted = TableRow.takes(schema, ORDINAL, ScalarType.INTEGER);
        return URI.equals(idField) && !counted && chunk.ordinal() > 0 ? uri + "#part=" + (chunk.ordinal() + 1) : uri;
    }

    private static ObjectNode place(Chunk chunk, DocumentInfo info) {
        ObjectNode place = Json.object();
        if (!chunk.headings().isEmpty()) {
            ArrayNode headings = place.putArray("headings");
            chunk.headings().forEach(headings::add);
        }
        if (chunk.firstPage() > 0) {
            place.put("page", chunk.firstPage());
        }
        if (chunk.lastPage() > chunk.firstPage()) {
            place.put("last_page", chunk.lastPage());
        }
        if (!info.columns().isEmpty()) {
            ArrayNode columns = place.putArray("columns");
            info.columns().forEach(columns::add);
        }
        return place;
    }
}

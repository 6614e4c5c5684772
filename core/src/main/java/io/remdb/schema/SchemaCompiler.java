package io.remdb.schema;

import com.networknt.schema.SchemaException;
import io.remdb.RemException;
import io.remdb.Schema;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Turns a schema document into a {@link TableSchema}. Thread-safe. */
public final class SchemaCompiler {
    private SchemaCompiler() {}

    /**
     * Checks a document and reads it. The document of a built-in schema, unchanged, is that schema.
     *
     * @throws RemException {@link io.remdb.ErrorCode#INVALID_SCHEMA} with everything that is wrong, each with a JSON
     *     pointer, and with the names that were probably meant as the hint
     */
    public static TableSchema compile(Schema schema) {
        ObjectNode document = schema.document();
        Optional<TableSchema> builtIn = BuiltInSchemas.find(
                        document.path("short_name").asString(""))
                .filter(table -> table.document().equals(document));
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        Problems problems = new Problems();
        JsonSchemas.checkMetaSchema(document, problems);
        TableSchema table = check(document, problems);
        if (problems.isEmpty()) {
            checkRowValidator(document, problems);
        }
        if (!problems.isEmpty()) {
            throw problems.toException(schema.source());
        }
        return table;
    }

    /**
     * Reads a document that was checked when it was registered. Fast: nothing is checked again, and the JSON Schema
     * validator is not loaded.
     */
    public static TableSchema compileStored(ObjectNode document) {
        Problems ignored = new Problems();
        Configuration configuration = new Configuration(document, ignored);
        return new SchemaReader(document, configuration, FieldSettings.read(configuration, ignored)).read();
    }

    private static TableSchema check(ObjectNode document, Problems problems) {
        Configuration configuration = new Configuration(document, problems);
        FieldSettings settings = FieldSettings.read(configuration, problems);
        TableSchema table = new SchemaReader(document, configuration, settings).read();
        new SchemaChecks(document, configuration, problems).check();
        new FieldChecks(table, configuration, settings, problems).check();
        KeywordChecks.check(document, problems);
        return table;
    }

    private static void checkRowValidator(ObjectNode document, Problems problems) {
        try {
            JsonSchemas.compile(document);
        } catch (SchemaException e) {
            problems.add("", "the schema cannot be used: " + e.getMessage());
        }
    }
}

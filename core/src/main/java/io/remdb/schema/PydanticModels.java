package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import io.remdb.text.Suggestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the schema of a Pydantic v2 model by asking Pydantic itself, in a Python process of its own. */
final class PydanticModels {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String python;
    private final Duration timeout;

    PydanticModels(String python) {
        this(python, TIMEOUT);
    }

    PydanticModels(String python, Duration timeout) {
        this.python = python;
        this.timeout = timeout;
    }

    /** The schema, with the version and the names that a model need not have filled in. */
    Schema read(Path file, String className) {
        String source = file + "::" + className;
        if (!Files.isRegularFile(file)) {
            throw new RemException(ErrorCode.PYTHON_FAILED, "There is no such Python file")
                    .with("file", file)
                    .hint("Name the file that defines the model: models.py::Article");
        }
        Path absolute = file.toAbsolutePath();
        ObjectNode answer = new PythonProcess(python, timeout)
                .run(BuiltInSchemas.resource("pydantic_schema.py"), List.of(absolute.toString(), className));
        if (answer.path("schema") instanceof ObjectNode schema) {
            return new Schema(complete(schema, className, answer.path("doc").asString("")), source);
        }
        throw explain(answer, file, className);
    }

    /** Fills in what a table needs and a class need not say. */
    private static ObjectNode complete(ObjectNode generated, String className, String docstring) {
        ObjectNode schema = withoutTopReference(generated);
        ObjectNode document = Json.object();
        document.put("title", schema.path("title").asString(className));
        document.put("description", description(schema, docstring));
        Configuration configuration = new Configuration(schema, new Problems());
        if (configuration.ofSchema("version") == null) {
            document.put("version", "1.0.0");
        }
        if (configuration.ofSchema("short_name") == null) {
            document.put("short_name", Names.tableOf(className));
        }
        schema.properties().stream()
                .filter(entry -> !document.has(entry.getKey()))
                .forEach(entry -> document.set(entry.getKey(), entry.getValue()));
        return document;
    }

    /** A description given as a setting wins over the docstring; Pydantic's own docstrings never count. */
    private static String description(ObjectNode schema, String docstring) {
        String given = schema.path("description").asString("");
        boolean pydantics = given.contains("A base class for creating Pydantic models");
        if (!given.isBlank() && !pydantics) {
            return given;
        }
        return docstring.isBlank() ? schema.path("title").asString("") : docstring;
    }

    /** Pydantic writes a model that refers to itself as a reference to a definition. */
    private static ObjectNode withoutTopReference(ObjectNode schema) {
        if (schema.has("properties") || !schema.path("$ref").isString()) {
            return schema;
        }
        Optional<JsonNode> target = Pointers.resolve(schema, schema.get("$ref").stringValue());
        ObjectNode merged = Json.object();
        target.filter(JsonNode::isObject).ifPresent(found -> merged.setAll((ObjectNode) found));
        schema.properties().stream()
                .filter(entry -> !entry.getKey().equals("$ref"))
                .forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        return merged;
    }

    private static RemException explain(ObjectNode answer, Path file, String className) {
        List<String> models = new ArrayList<>();
        answer.path("models").forEach(model -> models.add(model.asString("")));
        String listed = models.isEmpty()
                ? "The file defines no Pydantic model"
                : "The file has these models: " + String.join(", ", models);
        String problem = answer.path("problem").asString("");
        RemException error = switch (problem) {
            case "no-pydantic" ->
                failure("Pydantic is not installed for this Python", answer)
                        .hint("Install it (python -m pip install pydantic), or set P8_PYTHON to a Python that has it");
            case "pydantic-version" ->
                failure("Pydantic 2 is needed", answer)
                        .hint(
                                "Upgrade it (python -m pip install --upgrade pydantic), or set P8_PYTHON to a Python that has it");
            case "syntax" ->
                failure("The Python file has a syntax error", answer).hint("Correct the file, then try again");
            case "no-class" ->
                failure("The Python file has no such class", answer)
                        .hint(Suggestions.misspelt(className, models)
                                        .map(near -> "Did you mean " + near + "? ")
                                        .orElse("")
                                + listed);
            case "not-a-model" ->
                failure("The class is not a Pydantic model", answer)
                        .hint("Derive it from pydantic.BaseModel. " + listed);
            case "no-schema" ->
                failure("Pydantic cannot write the schema of this model", answer)
                        .hint("A field of the model has a type that JSON Schema cannot describe");
            default ->
                failure("The Python file cannot be imported", answer)
                        .hint("Run it with the Python that P8_PYTHON names to see the whole error");
        };
        return error.with("file", file).with("class", className);
    }

    private static RemException failure(String text, ObjectNode answer) {
        RemException error = new RemException(ErrorCode.PYTHON_FAILED, text);
        for (String key : List.of("detail", "line", "python")) {
            JsonNode value = answer.path(key);
            if (!value.isMissingNode() && !value.isNull()) {
                error.with(key.equals("detail") ? "problem" : key, value.asString());
            }
        }
        return error;
    }
}

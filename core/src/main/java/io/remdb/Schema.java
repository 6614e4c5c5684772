package io.remdb;

import io.remdb.schema.SchemaSources;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema document as its writer gave it: JSON Schema 2020-12 plus the keys of {@code docs/schema.md}. Not checked until
 * it is registered.
 *
 * @param document the JSON document; not to be modified
 * @param source where it came from, for messages: a file's name, a class
 */
public record Schema(ObjectNode document, String source) {
    /** A schema from JSON text. */
    public static Schema parse(String json) {
        return SchemaSources.fromJson(json, "JSON text");
    }

    /** A schema from YAML text. */
    public static Schema fromYaml(String yaml) {
        return SchemaSources.fromYaml(yaml, "YAML text");
    }

    /**
     * A schema from a file: {@code .json}, {@code .yaml} or {@code .yml} by its name.
     *
     * @throws RemException {@link ErrorCode#INVALID_JSON} or {@link ErrorCode#IO_ERROR}
     */
    public static Schema fromFile(Path file) {
        return SchemaSources.fromFile(file);
    }

    /**
     * The schema of a Pydantic v2 model, by running the Python that {@code P8_PYTHON} names (default {@code python3}).
     *
     * @throws RemException {@link ErrorCode#PYTHON_FAILED} when Python or Pydantic is missing or the class is not there
     */
    public static Schema fromPydantic(Path file, String className) {
        return SchemaSources.fromPydantic(file, className);
    }

    /** The schema of a Java record annotated with {@link RemSchema}. */
    public static Schema of(Class<? extends Record> recordType) {
        return SchemaSources.fromRecord(recordType);
    }
}

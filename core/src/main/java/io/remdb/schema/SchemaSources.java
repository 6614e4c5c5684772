package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import java.nio.file.Path;

/** Reads schema documents from where people keep them. */
@SuppressWarnings("DoNotCallSuggester")
public final class SchemaSources {
    private SchemaSources() {}

    /** From JSON text. */
    public static Schema fromJson(String json, String source) {
        return new Schema(Json.parseObject(json), source);
    }

    /** From YAML text. */
    public static Schema fromYaml(String yaml, String source) {
        throw pending(source + yaml.length());
    }

    /** From a file, by its name. */
    public static Schema fromFile(Path file) {
        throw pending(file.toString());
    }

    /** From a Pydantic model. */
    public static Schema fromPydantic(Path file, String className) {
        throw pending(file + "::" + className);
    }

    /** From a Java record. */
    public static Schema fromRecord(Class<? extends Record> recordType) {
        throw pending(recordType.getName());
    }

    private static RemException pending(String source) {
        return new RemException(ErrorCode.UNSUPPORTED, "Not readable yet").with("source", source);
    }
}

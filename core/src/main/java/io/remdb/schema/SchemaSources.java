package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads schema documents from where people keep them. */
public final class SchemaSources {
    private static final long LARGEST_FILE_BYTES = 16 << 20;

    private SchemaSources() {}

    /**
     * From JSON text.
     *
     * @throws RemException {@link ErrorCode#INVALID_JSON} with {@code line}, {@code column} and {@code source}
     */
    public static Schema fromJson(String json, String source) {
        try {
            return new Schema(Json.parseObject(json), source);
        } catch (RemException e) {
            throw e.with("source", source);
        }
    }

    /**
     * From YAML text: one document, a mapping. Anchors and aliases work within limits; tags, merge keys and {@code ~} for
     * null do not.
     *
     * @throws RemException {@link ErrorCode#INVALID_JSON} with {@code line}, {@code column} and {@code source}
     */
    public static Schema fromYaml(String yaml, String source) {
        return new Schema(YamlReader.read(yaml, source), source);
    }

    /**
     * From a file, by its name ({@code .json}, {@code .yaml}, {@code .yml}), else by its first character.
     *
     * @throws RemException {@link ErrorCode#IO_ERROR}, {@link ErrorCode#INVALID_JSON}, {@link ErrorCode#TOO_LARGE}, or
     *     {@link ErrorCode#INVALID_ARGUMENT} for another kind of file
     */
    public static Schema fromFile(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return fromJson(read(file), file.toString());
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return fromYaml(read(file), file.toString());
        }
        if (name.endsWith(".py") || name.contains(".py::")) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A schema is a .json, .yaml or .yml file")
                    .with("file", file)
                    .hint("For a Pydantic model name its class too: models.py::Article");
        }
        String text = read(file);
        return text.stripLeading().startsWith("{") ? fromJson(text, file.toString()) : fromYaml(text, file.toString());
    }

    /**
     * From a Pydantic v2 model, through the Python that {@code P8_PYTHON} names.
     *
     * @throws RemException {@link ErrorCode#PYTHON_FAILED}
     */
    public static Schema fromPydantic(Path file, String className) {
        return new PydanticModels(RemConfig.load().python()).read(file, className);
    }

    /**
     * From a Java record annotated with {@link io.remdb.RemSchema}.
     *
     * @throws RemException {@link ErrorCode#INVALID_SCHEMA} when it is not annotated or a component's type has no JSON form
     */
    public static Schema fromRecord(Class<? extends Record> recordType) {
        return new Schema(RecordSchemas.document(recordType), recordType.getName());
    }

    private static String read(Path file) {
        if (Files.isDirectory(file)) {
            throw new RemException(ErrorCode.IO_ERROR, "A folder is no schema")
                    .with("file", file)
                    .hint("Name a file in it: .json, .yaml or .yml");
        }
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new RemException(ErrorCode.TOO_LARGE, "The schema file is too large")
                        .with("file", file)
                        .with("bytes", Files.size(file))
                        .with("limit", LARGEST_FILE_BYTES);
            }
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new RemException(ErrorCode.IO_ERROR, "There is no such file", e).with("file", file);
        } catch (CharacterCodingException e) {
            throw new RemException(ErrorCode.INVALID_JSON, "The file is not UTF-8", e).with("source", file);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The file cannot be read", e)
                    .with("file", file)
                    .because(e);
        }
    }
}

package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas that every database has. Each is read when it is first asked for; a test checks the documents as a user's would
 * be, so that nothing has to be checked here. Thread-safe.
 */
public final class BuiltInSchemas {
    /** The one table whose writers may give the ids of their rows. */
    static final String SESSIONS = "sessions";

    private static final List<String> NAMES =
            List.of("schemas", "documents", "resources", SESSIONS, "messages", "moments", "agentlets");
    private static final Map<String, TableSchema> READ = new ConcurrentHashMap<>();

    private BuiltInSchemas() {}

    /** Their tables, in the order in which they are registered. */
    public static List<String> names() {
        return NAMES;
    }

    /** The built-in schema of that table. */
    public static Optional<TableSchema> find(String shortName) {
        return NAMES.contains(shortName)
                ? Optional.of(READ.computeIfAbsent(
                        shortName, name -> SchemaCompiler.compileStored(document("builtin/" + name))))
                : Optional.empty();
    }

    /** All of them. */
    public static List<TableSchema> all() {
        return NAMES.stream().map(name -> find(name).orElseThrow()).toList();
    }

    /** A document among the resources of this package. */
    static ObjectNode document(String name) {
        return Json.parseObject(resource(name + ".json"));
    }

    /** A text among the resources of this package. */
    static String resource(String name) {
        try (InputStream input = BuiltInSchemas.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new RemException(ErrorCode.INTERNAL, "A resource is missing from the jar").with("name", name);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A resource of the jar cannot be read", e).with("name", name);
        }
    }
}

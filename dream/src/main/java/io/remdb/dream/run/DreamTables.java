package io.remdb.dream.run;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.Schemas.Removal;
import io.remdb.json.Json;
import io.remdb.schema.BuiltInSchemas;
import io.remdb.schema.DeterministicId;
import io.remdb.schema.SchemaCompiler;
import io.remdb.schema.TableSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The tables that a dream writes to, three of which are its own. */
public final class DreamTables {
    static final String MOMENTS = "moments";
    static final String RESOURCES = "resources";
    static final String THEMES = "themes";
    /** A row for each run. */
    public static final String RUNS = "dream_runs";

    static final String LOCKS = "dream_locks";

    private static final List<String> OWN = List.of(RUNS, LOCKS, THEMES);

    private DreamTables() {}

    /** Registers its own tables, where they are not there yet. */
    static void register(RemDatabase database) {
        List<String> there = names(database);
        OWN.stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> database.schemas().register(Schema.parse(Json.text(document(name)))));
    }

    /** Whether a table is there. */
    public static boolean registered(RemDatabase database, String table) {
        return names(database).contains(table);
    }

    /** Removes its own tables, where no run has left anything. */
    static void removeEmpty(RemDatabase database) {
        List<String> there = names(database);
        if (OWN.stream().anyMatch(name -> there.contains(name) && database.count(name) > 0)) {
            return;
        }
        for (String name : OWN) {
            if (there.contains(name)) {
                database.schemas().remove(name, Removal.IF_EMPTY);
            }
        }
    }

    private static List<String> names(RemDatabase database) {
        return database.schemas().list().stream().map(SchemaInfo::shortName).toList();
    }

    /** The id of the row of a table that has this key. */
    static UUID id(String table, String key) {
        return DeterministicId.ofKey(schema(table), key);
    }

    private static TableSchema schema(String table) {
        return BuiltInSchemas.find(table).orElseGet(() -> SchemaCompiler.compileStored(document(table)));
    }

    private static ObjectNode document(String table) {
        try (InputStream in = DreamTables.class.getResourceAsStream(table + ".json")) {
            if (in == null) {
                throw new IllegalStateException(table + " has no schema among the program's files");
            }
            return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

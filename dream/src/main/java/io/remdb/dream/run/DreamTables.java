package io.remdb.dream.run;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
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
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The tables that a dream writes to, three of which are its own: those whose schema has its name, whatever else has a table called so. */
public final class DreamTables {
    static final String MOMENTS = "moments";
    static final String RESOURCES = "resources";
    static final String DOCUMENTS = "documents";
    static final String THEMES = "themes";
    /** A row for each run. */
    public static final String RUNS = "dream_runs";

    static final String LOCKS = "dream_locks";

    private DreamTables() {}

    /**
     * Registers one of its own tables, or a newer version of it, where it is not there yet.
     *
     * @throws RemException {@link ErrorCode#CONFLICT} where somebody else has a table of that name
     */
    static void register(RemDatabase database, String table) {
        ObjectNode document = document(table);
        Optional<SchemaInfo> there = find(database, table);
        if (there.isPresent() && !own(there.get(), document)) {
            throw new RemException(ErrorCode.CONFLICT, "Dreams need a table that somebody else has")
                    .with("table", table)
                    .with("schema", there.get().name())
                    .hint("Give that schema another short_name");
        }
        if (there.isEmpty()
                || older(there.get().version(), document.path("version").asString())) {
            database.schemas().register(Schema.parse(Json.text(document)));
        }
    }

    /** Whether one of its own tables is there. */
    public static boolean registered(RemDatabase database, String table) {
        return find(database, table)
                .filter(found -> own(found, document(table)))
                .isPresent();
    }

    /** Whether somebody else has a table of this name. */
    static boolean taken(RemDatabase database, String table) {
        return find(database, table)
                .filter(found -> !own(found, document(table)))
                .isPresent();
    }

    private static boolean older(String there, String here) {
        return Version.parse(there).compareTo(Version.parse(here)) < 0;
    }

    private static Optional<SchemaInfo> find(RemDatabase database, String table) {
        return database.schemas().list().stream()
                .filter(found -> found.shortName().equals(table))
                .findFirst();
    }

    private static boolean own(SchemaInfo found, ObjectNode document) {
        return found.name().equals(document.path("name").asString());
    }

    /**
     * Removes what it keeps books with, where no run has left anything. For who has the lock.
     *
     * @return whether nothing is left but the lock's own table
     */
    static boolean removeEmpty(RemDatabase database) {
        List<String> there = List.of(RUNS, THEMES).stream()
                .filter(table -> registered(database, table))
                .toList();
        return there.stream().allMatch(table -> database.count(table) == 0)
                && there.stream().allMatch(table -> removed(database, table));
    }

    /** Removes the table of the lock, where nobody has taken the lock meanwhile. */
    static void removeLocks(RemDatabase database) {
        if (registered(database, LOCKS)) {
            boolean _ = removed(database, LOCKS);
        }
    }

    private static boolean removed(RemDatabase database, String table) {
        try {
            database.schemas().remove(table, Removal.IF_EMPTY);
            return true;
        } catch (RemException e) {
            if (e.code() == ErrorCode.TABLE_NOT_EMPTY || e.code() == ErrorCode.UNKNOWN_TABLE) {
                return false;
            }
            throw e;
        }
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

package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.EntityScan;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.ScanOptions;
import io.remdb.Schema;
import io.remdb.Schemas.Removal;
import io.remdb.SearchMode;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.engine.ModelOperation.Link;
import io.remdb.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Does operations to a database, and reads what it has as a {@link ModelState}. */
final class ModelRun {
    private static final Map<UUID, String> NAMES = new HashMap<>();

    private ModelRun() {}

    /** Registers the tables that stay. */
    static void prepare(RemDatabase db) {
        db.schemas().register(Schema.parse(ModelTables.ITEMS_SCHEMA));
        db.schemas().register(Schema.parse(ModelTables.PEOPLE_SCHEMA));
    }

    /** What it answered, in the words of {@link ModelState#apply}. */
    static String run(RemDatabase db, ModelOperation operation) {
        try {
            return answer(db, operation);
        } catch (RemException e) {
            return e.code().name();
        }
    }

    private static String answer(RemDatabase db, ModelOperation operation) {
        return switch (operation) {
            case ModelOperation.Insert insert ->
                db.insert(insert.table(), json(insert.row())).action().name();
            case ModelOperation.InsertAll(String table, var rows, int chunkRows) ->
                insertAll(db, table, rows, BatchOptions.DEFAULTS.withChunkRows(chunkRows));
            case ModelOperation.InsertStrictly(String table, var rows) ->
                insertAll(db, table, rows, BatchOptions.DEFAULTS.withMode(BatchOptions.Mode.ALL_OR_NOTHING));
            case ModelOperation.Update(String table, String key, String patch) -> {
                db.update(ModelTables.id(table, key), patch);
                yield "updated";
            }
            case ModelOperation.Delete(String table, String key, var mode) -> {
                db.delete(ModelTables.id(table, key), mode);
                yield "deleted";
            }
            case ModelOperation.PutLink(Link link, String properties) -> {
                db.link(src(link).toString(), dst(link).toString(), link.type(), properties);
                yield "linked";
            }
            case ModelOperation.RemoveLink(Link link) ->
                Boolean.toString(db.unlink(src(link).toString(), dst(link).toString(), link.type()));
            case ModelOperation.SqlUpdate(String category, String prefix) ->
                sql(
                        db,
                        "UPDATE items SET year = coalesce(year, 0) + 1 WHERE category = ? AND name LIKE ?",
                        category,
                        prefix + "%");
            case ModelOperation.SqlDelete(int year, String prefix) ->
                sql(db, "DELETE FROM items WHERE year = ? AND name LIKE ?", year, prefix + "%");
            case ModelOperation.SqlInsert(var keys, int age) -> {
                List<Object> values = new ArrayList<>();
                keys.forEach(key -> values.addAll(List.of(key, age)));
                yield sql(
                        db,
                        "INSERT INTO people (name, age) VALUES (?, ?)" + ", (?, ?)".repeat(keys.size() - 1),
                        values.toArray());
            }
            case ModelOperation.Mixed(var inserts, var deletes) -> {
                WriteBatch.Builder batch = WriteBatch.builder();
                deletes.forEach(delete -> batch.delete(ModelTables.id(delete.table(), delete.key()), delete.mode()));
                inserts.forEach(insert -> batch.insert(insert.table(), json(insert.row())));
                WriteBatchResult result = db.write(batch.build());
                yield ModelState.counts(result.inserted(), result.updated(), result.deleted());
            }
            case ModelOperation.Register(int version) ->
                db.schemas()
                        .register(Schema.parse(ModelTables.EXTRAS_SCHEMAS.get(version - 1)))
                        .action()
                        .name();
            case ModelOperation.Remove() -> "removed=" + db.schemas().remove(ModelTables.EXTRAS, Removal.WITH_ROWS);
            case ModelOperation.Read(long seed) -> {
                read(db, new Random(seed));
                yield "";
            }
            case ModelOperation.Reopen _ -> throw new IllegalArgumentException("not by the database");
        };
    }

    private static String insertAll(RemDatabase db, String table, List<ModelOperation.Row> rows, BatchOptions options) {
        BatchResult result =
                db.insertAll(table, rows.stream().map(ModelRun::json).iterator(), options);
        return ModelState.counts(result.inserted(), result.updated(), 0)
                + (result.failed() > 0 ? " failed=" + result.failed() : "");
    }

    private static String sql(RemDatabase db, String statement, Object... parameters) {
        try (QueryResult result = db.query(statement, parameters)) {
            Row row = result.iterator().next();
            return ModelState.counts(row.number("inserted"), row.number("updated"), row.number("deleted"));
        }
    }

    private static String json(ModelOperation.Row row) {
        if (row.links().isEmpty()) {
            return row.json();
        }
        ObjectNode json = Json.parseObject(row.json());
        ArrayNode edges = json.putArray("edges");
        for (Link link : row.links()) {
            edges.addObject().put("dst", dst(link).toString()).put("rel_type", link.type());
        }
        return Json.text(json);
    }

    private static UUID src(Link link) {
        return ModelTables.id(link.table(), link.key());
    }

    private static UUID dst(Link link) {
        return ModelTables.id(link.toTable(), link.toKey());
    }

    /** Whatever others write meanwhile. */
    private static void read(RemDatabase db, Random random) {
        switch (random.nextInt(4)) {
            case 0 ->
                db.search("w" + random.nextInt(ModelOperations.WORDS))
                        .in(ModelTables.ITEMS)
                        .mode(ModelOperations.oneOf(List.of(SearchMode.values()), random))
                        .run();
            case 1 -> {
                try (EntityScan scan = db.scan(
                        List.of(ModelTables.ITEMS, ModelTables.PEOPLE),
                        ScanOptions.DEFAULTS.withVisibility(Visibility.WITH_DELETED))) {
                    scan.forEachRemaining(row -> {});
                }
            }
            case 2 -> db.flush();
            default -> {
                try (QueryResult result =
                        db.query("SELECT category, count(*) AS n FROM items WHERE year > ? GROUP BY category", 2003)) {
                    result.forEach(row -> {});
                }
            }
        }
    }

    /** What a database has of rows whose keys begin with a prefix; links belong to where they start. */
    static ModelState observe(RemDatabase db, String prefix, boolean withExtras) {
        ModelState state = new ModelState();
        db.schemas().list().stream()
                .filter(schema -> withExtras && schema.shortName().equals(ModelTables.EXTRAS))
                .forEach(schema -> state.extrasVersion =
                        1 + Integer.parseInt(schema.version().split("\\.")[1]));
        List<String> tables = new ArrayList<>(List.of(ModelTables.ITEMS, ModelTables.PEOPLE));
        if (state.extrasVersion > 0) {
            tables.add(ModelTables.EXTRAS);
        }
        for (String table : tables) {
            try (EntityCursor rows = db.list(table, Visibility.WITH_DELETED)) {
                rows.forEachRemaining(row -> observe(row, prefix, state));
            }
        }
        return state;
    }

    private static void observe(Entity row, String prefix, ModelState state) {
        String key = row.properties().path("name").stringValue("");
        if (!key.startsWith(prefix)) {
            return;
        }
        state.table(row.entityType()).put(key, new ModelState.Row(row.properties(), row.deleted()));
        row.edges().forEach(edge -> {
            String[] to = name(edge.dst(), prefix).split(" ");
            state.links.put(
                    new Link(row.entityType(), key, edge.relType(), to[0], to[1]), Json.text(edge.properties()));
        });
    }

    /** Table and key of a row that may not be there. */
    private static synchronized String name(UUID id, String prefix) {
        for (String table : List.of(ModelTables.ITEMS, ModelTables.PEOPLE, ModelTables.EXTRAS)) {
            for (int i = 0; i < ModelOperations.KEYS && !NAMES.containsKey(id); i++) {
                NAMES.put(ModelTables.id(table, prefix + "k" + i), table + " " + prefix + "k" + i);
            }
        }
        return NAMES.getOrDefault(id, "unknown " + id);
    }
}

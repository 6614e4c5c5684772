package io.remdb.engine;

import io.remdb.Deletion.Mode;
import io.remdb.ErrorCode;
import io.remdb.engine.ModelOperation.Insert;
import io.remdb.engine.ModelOperation.Link;
import io.remdb.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a database must have after operations: maps, and no cleverness. */
final class ModelState {
    /** A row; properties are not changed but replaced. */
    record Row(ObjectNode properties, boolean deleted) {
        @Override
        public String toString() {
            return canonical(properties) + (deleted ? " deleted" : "");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row row && toString().equals(row.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }
    }

    /** By table and key. */
    final Map<String, NavigableMap<String, Row>> rows = new HashMap<>();

    final Map<Link, String> links = new HashMap<>();
    /** Of the table that comes and goes; 0 while it is not there. */
    int extrasVersion;

    ModelState() {
        rows.put(ModelTables.ITEMS, new TreeMap<>());
        rows.put(ModelTables.PEOPLE, new TreeMap<>());
        rows.put(ModelTables.EXTRAS, new TreeMap<>());
    }

    ModelState copy() {
        ModelState copy = new ModelState();
        copy.add(this);
        return copy;
    }

    /** Puts what another state has into this one. */
    void add(ModelState other) {
        other.rows.forEach((table, all) -> table(table).putAll(all));
        links.putAll(other.links);
        extrasVersion = Math.max(extrasVersion, other.extrasVersion);
    }

    NavigableMap<String, Row> table(String name) {
        return Objects.requireNonNull(rows.get(name));
    }

    /** With the names in order, numbers as text. */
    static String canonical(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            return Json.text(json);
        }
        StringBuilder text = new StringBuilder("{");
        for (String name : new TreeSet<>(object.propertyNames())) {
            text.append(name).append('=').append(canonical(object.get(name))).append(' ');
        }
        return text.append('}').toString();
    }

    /** One text for each thing, so that two states are compared in full. */
    Map<String, String> describe() {
        TreeMap<String, String> all = new TreeMap<>();
        rows.forEach((table, keys) -> keys.forEach((key, row) -> all.put(table + " " + key, row.toString())));
        links.forEach((link, properties) -> all.put(link.toString(), canonical(Json.parseObject(properties))));
        all.put("extras", Integer.toString(extrasVersion));
        return all;
    }

    /** Does it; what the database must answer. */
    String apply(ModelOperation operation) {
        return switch (operation) {
            case Insert insert -> insert(insert);
            case ModelOperation.InsertAll(String table, var all, int _) -> insertAll(table, all);
            case ModelOperation.InsertStrictly(String table, var all) -> insertAll(table, all);
            case ModelOperation.Update(String table, String key, String patch) -> update(table, key, patch);
            case ModelOperation.Delete(String table, String key, Mode mode) ->
                has(table, key) ? delete(table, key, mode) : missing();
            case ModelOperation.PutLink(Link link, String properties) -> {
                if (!isLiving(link.table(), link.key())) {
                    yield ErrorCode.NOT_FOUND.name();
                }
                links.put(link, properties);
                yield "linked";
            }
            case ModelOperation.RemoveLink(Link link) -> Boolean.toString(links.remove(link) != null);
            case ModelOperation.SqlUpdate(String category, String prefix) -> sqlUpdate(category, prefix);
            case ModelOperation.SqlDelete(int year, String prefix) -> sqlDelete(year, prefix);
            case ModelOperation.SqlInsert(var keys, int age) -> sqlInsert(keys, age);
            case ModelOperation.Mixed(var inserts, var deletes) -> mixed(inserts, deletes);
            case ModelOperation.Register(int version) -> register(version);
            case ModelOperation.Remove() -> remove();
            case ModelOperation.Read _, ModelOperation.Reopen _ -> "";
        };
    }

    /** The states in one of which a database is that is killed in the operation: before it, after it, or between two chunks of it. */
    List<ModelState> during(ModelOperation operation) {
        List<ModelState> possible = new ArrayList<>(List.of(copy()));
        if (operation instanceof ModelOperation.InsertAll(String table, var all, int chunkRows)) {
            for (int to = chunkRows; to < all.size(); to += chunkRows) {
                ModelState part = copy();
                part.insertAll(table, all.subList(0, to));
                possible.add(part);
            }
        }
        ModelState after = copy();
        after.apply(operation);
        possible.add(after);
        return possible;
    }

    private boolean isThere(String table) {
        return !table.equals(ModelTables.EXTRAS) || extrasVersion > 0;
    }

    private boolean has(String table, String key) {
        return table(table).containsKey(key);
    }

    private boolean isLiving(String table, String key) {
        Row row = table(table).get(key);
        return row != null && !row.deleted();
    }

    private static String missing() {
        return ErrorCode.NOT_FOUND.name();
    }

    private String insert(Insert insert) {
        if (!isThere(insert.table())) {
            return ErrorCode.UNKNOWN_TABLE.name();
        }
        return put(insert.table(), insert.row()) ? "UPDATED" : "CREATED";
    }

    /** @return whether there was such a row */
    private boolean put(String table, ModelOperation.Row row) {
        boolean known = table(table).put(row.key(), new Row(Json.parseObject(row.json()), false)) != null;
        row.links().forEach(link -> links.put(link, "{}"));
        return known;
    }

    private String insertAll(String table, List<ModelOperation.Row> all) {
        if (!isThere(table)) {
            return ErrorCode.UNKNOWN_TABLE.name();
        }
        int updated = 0;
        for (ModelOperation.Row row : all) {
            updated += put(table, row) ? 1 : 0;
        }
        return counts(all.size() - updated, updated, 0);
    }

    static String counts(long inserted, long updated, long deleted) {
        return "inserted=" + inserted + " updated=" + updated + " deleted=" + deleted;
    }

    private String update(String table, String key, String patch) {
        if (!isLiving(table, key)) {
            return missing();
        }
        ObjectNode changed =
                Objects.requireNonNull(table(table).get(key)).properties().deepCopy();
        Json.parseObject(patch).properties().forEach(change -> {
            if (change.getValue().isNull()) {
                changed.remove(change.getKey());
            } else {
                changed.set(change.getKey(), change.getValue());
            }
        });
        table(table).put(key, new Row(changed, false));
        return "updated";
    }

    private String delete(String table, String key, Mode mode) {
        switch (mode) {
            case SOFT -> table(table).computeIfPresent(key, (_, row) -> new Row(row.properties(), true));
            case HARD -> {
                table(table).remove(key);
                links.keySet().removeIf(link -> touches(link, table, key));
            }
        }
        return "deleted";
    }

    private static boolean touches(Link link, String table, String key) {
        return (link.table().equals(table) && link.key().equals(key))
                || (link.toTable().equals(table) && link.toKey().equals(key));
    }

    private String sqlUpdate(String category, String prefix) {
        int updated = 0;
        for (Map.Entry<String, Row> entry : table(ModelTables.ITEMS).entrySet()) {
            ObjectNode properties = entry.getValue().properties();
            if (!entry.getValue().deleted()
                    && entry.getKey().startsWith(prefix)
                    && category.equals(properties.path("category").stringValue(""))) {
                ObjectNode changed = properties.deepCopy();
                changed.put("year", properties.path("year").intValue(0) + 1);
                entry.setValue(new Row(changed, false));
                updated++;
            }
        }
        return counts(0, updated, 0);
    }

    private String sqlDelete(int year, String prefix) {
        int deleted = 0;
        for (Map.Entry<String, Row> entry : table(ModelTables.ITEMS).entrySet()) {
            if (!entry.getValue().deleted()
                    && entry.getKey().startsWith(prefix)
                    && entry.getValue().properties().path("year").intValue(-1) == year) {
                entry.setValue(new Row(entry.getValue().properties(), true));
                deleted++;
            }
        }
        return counts(0, 0, deleted);
    }

    private String sqlInsert(List<String> keys, int age) {
        int updated = 0;
        for (String key : keys) {
            ObjectNode row = Json.object().put("name", key).put("age", age);
            updated += table(ModelTables.PEOPLE).put(key, new Row(row, false)) != null ? 1 : 0;
        }
        return counts(keys.size() - updated, updated, 0);
    }

    private String mixed(List<Insert> inserts, List<ModelOperation.Delete> deletes) {
        int deleted = 0;
        Set<String> gone = new HashSet<>();
        for (ModelOperation.Delete delete : deletes) {
            Row row = table(delete.table()).get(delete.key());
            if (row != null && (delete.mode() == Mode.HARD || !row.deleted()) && gone.add(delete.toString())) {
                delete(delete.table(), delete.key(), delete.mode());
                deleted++;
            }
        }
        int updated = 0;
        for (Insert insert : inserts) {
            updated += put(insert.table(), insert.row()) ? 1 : 0;
        }
        return counts(inserts.size() - updated, updated, deleted);
    }

    private String register(int version) {
        if (version < extrasVersion) {
            return ErrorCode.INVALID_SCHEMA.name();
        }
        String action = extrasVersion == 0 ? "CREATED" : version == extrasVersion ? "UNCHANGED" : "UPDATED";
        extrasVersion = version;
        return action;
    }

    private String remove() {
        if (extrasVersion == 0) {
            return ErrorCode.UNKNOWN_TABLE.name();
        }
        extrasVersion = 0;
        int removed = table(ModelTables.EXTRAS).size();
        for (String key : List.copyOf(table(ModelTables.EXTRAS).keySet())) {
            delete(ModelTables.EXTRAS, key, Mode.HARD);
        }
        return "removed=" + removed;
    }
}

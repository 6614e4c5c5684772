package io.remdb.ask.evaluation;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows that questions are about, in a database of their own, and how a result's rows are told from one another. */
final class QuestionDomain implements AutoCloseable {
    private final RemDatabase database;
    private final ZonedDateTime now;
    private final Map<UUID, String> byId = new HashMap<>();
    private final Map<String, Set<String>> byValue = new HashMap<>();

    private QuestionDomain(RemDatabase database, ZonedDateTime now) {
        this.database = database;
        this.now = now;
    }

    /** Loads the domain of a name. */
    static QuestionDomain load(QuestionFiles files, String name, RemDatabase database) {
        String folder = "ask/" + name + "/";
        ObjectNode description = Json.parseObject(files.read(folder + "domain.json"));
        ZoneId zone = ZoneId.of(description.path("zone").asString("UTC"));
        ZonedDateTime now = description.hasNonNull("now")
                ? ZonedDateTime.parse(description.path("now").asString()).withZoneSameInstant(zone)
                : ZonedDateTime.now(ZoneOffset.UTC);
        QuestionDomain domain = new QuestionDomain(database, now);
        for (JsonNode table : description.path("tables")) {
            if (table.hasNonNull("schema")) {
                String file = normal(folder + table.path("schema").asString());
                String text = files.read(file);
                database.schemas().register(file.endsWith(".json") ? Schema.parse(text) : Schema.fromYaml(text));
            }
        }
        for (JsonNode table : description.path("tables")) {
            domain.fill(files, folder, table);
        }
        return domain;
    }

    /** {@code ask/articles/../../x} is {@code x}: resources have no parents. */
    private static String normal(String name) {
        return java.nio.file.Path.of(name).normalize().toString().replace('\\', '/');
    }

    private void fill(QuestionFiles files, String folder, JsonNode table) {
        String name = table.path("table").asString();
        BatchResult written = database.insertAll(
                name,
                files.read(normal(folder + table.path("data").asString()))
                        .lines()
                        .filter(line -> !line.isBlank())
                        .iterator(),
                BatchOptions.DEFAULTS);
        if (written.failed() > 0) {
            throw new RemException(ErrorCode.VALIDATION_FAILED, "Rows of the questions' data are refused")
                    .with("table", name)
                    .with("rows", written.failed())
                    .with("first", written.errors().getFirst().message());
        }
        String key = table.path("key").asString();
        try (EntityCursor rows = database.list(name, Visibility.LIVE)) {
            while (rows.hasNext()) {
                Entity row = rows.next();
                String value = key.equals("id")
                        ? row.id().toString()
                        : row.properties().path(key).asString("");
                byId.put(row.id(), value);
                show(value, value);
                for (JsonNode also : table.path("also")) {
                    show(row.properties().path(also.asString()).asString(""), value);
                }
            }
        }
    }

    private void show(String shown, String key) {
        if (!shown.isEmpty()) {
            byValue.computeIfAbsent(shown, ignored -> new LinkedHashSet<>()).add(key);
        }
    }

    RemDatabase database() {
        return database;
    }

    /** When its questions are asked, in the zone of who asks. */
    Clock clock() {
        return Clock.fixed(now.toInstant(), now.getZone());
    }

    /** The keys of the row that has an id; none for another one. */
    Set<String> keysOf(UUID id) {
        String key = byId.get(id);
        return key == null ? Set.of() : Set.of(key);
    }

    /** The keys of the rows that show a value by which they are told. */
    Set<String> keysOf(String shown) {
        return byValue.getOrDefault(shown, Set.of());
    }

    @Override
    public void close() {
        database.close();
    }
}

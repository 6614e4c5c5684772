package io.remdb.bench.dream;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A week of somebody: its rows, in a database, and what a reader says of it. */
final class Week {
    private static final List<String> TABLES = List.of("sessions", "messages", "resources");

    final List<Said> messages = new ArrayList<>();
    final Map<UUID, String> resources = new HashMap<>();
    final List<GoldActivity> gold = new ArrayList<>();

    /** A message: when, where. */
    record Said(UUID id, Instant at, UUID session) {}

    /**
     * Reads a week and writes its rows into a database.
     *
     * @param lines the objects of a file by its name, such as {@code messages.jsonl}
     */
    static Week load(Function<String, List<ObjectNode>> lines, RemDatabase database) {
        Week week = new Week();
        for (String table : TABLES) {
            List<ObjectNode> rows = lines.apply(table + ".jsonl");
            BatchResult result =
                    database.restoreAll(table, rows.stream().map(Json::text).iterator(), BatchOptions.DEFAULTS);
            if (result.failed() > 0) {
                throw new RemException(ErrorCode.VALIDATION_FAILED, "The rows of the week cannot be written")
                        .with("table", table)
                        .with("failed", result.failed());
            }
            rows.forEach(row -> week.add(table, row));
        }
        week.messages.sort(Comparator.comparing(Said::at).thenComparing(Said::id));
        lines.apply("gold.jsonl").forEach(row -> week.gold.add(GoldActivity.of(row)));
        return week;
    }

    private void add(String table, ObjectNode row) {
        UUID id = UUID.fromString(row.path("id").asString());
        ObjectNode properties = (ObjectNode) row.path("properties");
        switch (table) {
            case "messages" ->
                messages.add(new Said(
                        id,
                        Instant.parse(properties.path("timestamp").asString()),
                        UUID.fromString(properties.path("session_id").asString())));
            case "resources" -> resources.put(id, properties.path("uri").asString());
            default -> {
                // Nothing is compared with sessions.
            }
        }
    }

    /** From when on. */
    Instant start() {
        return messages.getFirst().at().minusSeconds(1);
    }

    /** Until when. */
    Instant end() {
        return messages.getLast().at().plusSeconds(3_600);
    }
}

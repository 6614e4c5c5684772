package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.activity.ActivityReader;
import io.remdb.text.Uuids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Moments of earlier runs around a window: the one before and the one after it, and the rest of its first and its last day. */
final class StoredMoments {
    private static final int PAGE = 50;
    private static final String EARLIER =
            "SELECT id FROM moments WHERE start_time <= ? ORDER BY start_time DESC, id LIMIT ?";
    private static final String LATER = "SELECT id FROM moments WHERE start_time >= ? ORDER BY start_time, id LIMIT ?";
    private static final String BETWEEN =
            "SELECT id FROM moments WHERE start_time >= ? AND start_time < ? ORDER BY start_time, id LIMIT ?";

    private final RemDatabase database;
    private final Predicate<UUID> other;

    /** @param other whether a moment is none of those that the run has found or removed */
    StoredMoments(RemDatabase database, Predicate<UUID> other) {
        this.database = database;
        this.other = other;
    }

    /** The last one that began before. */
    Optional<UUID> before(Instant start) {
        return moments(EARLIER, start, PAGE).stream().findFirst().map(Entity::id);
    }

    /** The first one that began after. */
    Optional<UUID> after(Instant start) {
        return moments(LATER, start, PAGE).stream().findFirst().map(Entity::id);
    }

    /** Those that began in some time, the first ones of very many. */
    List<Moment> between(Instant from, Instant until, int most) {
        return from.isBefore(until)
                ? moments(BETWEEN, from, until, most).stream()
                        .map(StoredMoments::moment)
                        .toList()
                : List.of();
    }

    private List<Entity> moments(String statement, Object... parameters) {
        List<UUID> ids = new ArrayList<>();
        try (QueryResult result = database.query(statement, parameters)) {
            result.forEach(row -> {
                if (row.value("id") instanceof UUID id && other.test(id)) {
                    ids.add(id);
                }
            });
        }
        return database.getAll(ids).stream()
                .filter(moment -> ActivityReader.byDream(moment.properties()) && !moment.deleted())
                .toList();
    }

    private static Moment moment(Entity moment) {
        ObjectNode row = moment.properties();
        return new Moment(
                moment.id(),
                row.path("name").asString(""),
                Instant.parse(row.path("start_time").asString()),
                Instant.parse(row.path("end_time").asString()),
                ExistingMoments.description(moment),
                ids(row.path("resource_ids")),
                ids(row.path("session_ids")),
                Action.UNCHANGED);
    }

    private static List<UUID> ids(JsonNode array) {
        return array.valueStream()
                .map(id -> Uuids.parse(id.asString("")))
                .flatMap(Optional::stream)
                .toList();
    }
}

package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.ActivityReader;
import io.remdb.dream.activity.Item;
import io.remdb.dream.describe.Description;
import io.remdb.dream.describe.MomentType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The moments that earlier runs have written about a window. An activity that is as it was is not described again: that is how a run that was cut off
 * goes on, and why the same window has the same moments though a language model says it otherwise every time.
 */
final class ExistingMoments {
    static final String SEGMENT = "segment";
    private static final int PAGE = 500;

    private final Map<String, Entity> bySegment = new HashMap<>();
    private final Map<UUID, Entity> open = new LinkedHashMap<>();

    /** Those that overlap a window. */
    static ExistingMoments of(RemDatabase database, Window window) {
        ExistingMoments existing = new ExistingMoments();
        List<UUID> ids = new ArrayList<>();
        try (QueryResult rows = database.query(
                "SELECT id FROM moments WHERE end_time >= ? AND start_time < ? ORDER BY start_time, id",
                window.start(),
                window.end())) {
            rows.forEach(row -> {
                if (row.value("id") instanceof UUID id) {
                    ids.add(id);
                }
            });
        }
        for (int from = 0; from < ids.size(); from += PAGE) {
            for (Entity moment : database.getAll(ids.subList(from, Math.min(ids.size(), from + PAGE)))) {
                if (ActivityReader.byDream(moment.properties())) {
                    existing.open.put(moment.id(), moment);
                    existing.bySegment.putIfAbsent(
                            Provenance.metadata(moment).path(SEGMENT).asString(""), moment);
                }
            }
        }
        return existing;
    }

    /** When the first of them began; the window's start where none began before. */
    Instant earliest(Instant start) {
        return open.values().stream()
                .map(moment ->
                        Instant.parse(moment.properties().path("start_time").asString(start.toString())))
                .filter(start::isAfter)
                .min(Instant::compareTo)
                .orElse(start);
    }

    /** How an activity was described before, where it was the same, by the same describer. */
    Optional<Entity> of(String segment) {
        return Optional.ofNullable(bySegment.get(segment));
    }

    /** Notes that a moment is still so. */
    void confirm(UUID id) {
        open.remove(id);
    }

    /** Those that were not found again. */
    List<Entity> unconfirmed() {
        return List.copyOf(open.values());
    }

    /** What a moment's row says, without the time in its name. */
    static Description description(Entity moment, String plainName) {
        ObjectNode row = moment.properties();
        return new Description(
                plainName,
                row.path("summary").asString(""),
                MomentType.of(row.path("moment_type").asString("other")),
                texts(row.path("tags")),
                texts(row.path("emotion_tags")),
                texts(row.path("people")));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /** What an activity is, so that it is known again: who described it, and every text in it. */
    static String segment(Activity activity, String describer) {
        StringBuilder all = new StringBuilder(describer).append('\n').append(activity.user());
        for (Item item : activity.items()) {
            all.append('\n')
                    .append(item.ids())
                    .append(item.time())
                    .append(item.author())
                    .append(item.text());
        }
        return Provenance.digest(all.toString());
    }
}

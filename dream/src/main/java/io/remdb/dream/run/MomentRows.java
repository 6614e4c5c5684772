package io.remdb.dream.run;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.describe.Description;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of moments. Their key is the name, so that it has the time in it, and a number where two began in the same minute; a moment that was there
 * before keeps it, so that it stays the same row. One run.
 */
final class MomentRows {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final String UNNAMED = "Moment";

    private final ZoneId zone;
    private final Duration shortest;
    private final Set<String> names = new HashSet<>();

    MomentRows(ZoneId zone, Duration shortest) {
        this.zone = zone;
        this.shortest = shortest;
    }

    /**
     * What a moment is called.
     *
     * @param before what it was called by an earlier run; null where it is another, or new
     */
    String name(Activity activity, Description description, @Nullable String before) {
        if (before != null && names.add(before)) {
            return before;
        }
        String plain = description.name().isEmpty() ? UNNAMED : description.name();
        String timed = plain + " (" + TIME.format(activity.start().atZone(zone)) + ")";
        String name = timed;
        for (int number = 2; !names.add(name); number++) {
            name = timed + " " + number;
        }
        return name;
    }

    /** A name without the time. */
    static String plain(String name) {
        int time = name.lastIndexOf(" (");
        return time < 0 ? name : name.substring(0, time);
    }

    /** The row of a moment, but for who wrote it. */
    ObjectNode row(String name, Activity activity, Description description, String segment) {
        ObjectNode row = Json.object();
        row.put("name", name);
        row.put("summary", description.summary());
        row.put("start_time", Timestamps.text(activity.start()));
        row.put("end_time", Timestamps.text(activity.end()));
        row.put("moment_type", description.type().text());
        texts(row.putArray("tags"), description.tags());
        texts(row.putArray("emotion_tags"), description.emotionTags());
        texts(row.putArray("people"), description.people());
        ids(row.putArray("resource_ids"), resources(activity));
        UUID session = activity.session();
        ids(row.putArray("session_ids"), session == null ? List.of() : List.of(session));
        ObjectNode metadata = row.putObject("metadata");
        metadata.put(ExistingMoments.SEGMENT, segment);
        metadata.put("messages", activity.messages().size());
        if (!shortest.isZero()) {
            metadata.put(ExistingMoments.SHORTEST, shortest.toString());
        }
        return row;
    }

    static List<UUID> resources(Activity activity) {
        return activity.resources().stream()
                .map(Item::ids)
                .flatMap(List::stream)
                .toList();
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static void ids(ArrayNode array, List<UUID> ids) {
        ids.forEach(id -> array.add(id.toString()));
    }
}

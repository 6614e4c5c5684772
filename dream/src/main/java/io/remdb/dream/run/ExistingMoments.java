package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.ScanOptions;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.ActivityReader;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.ReadRange;
import io.remdb.dream.describe.Description;
import io.remdb.dream.describe.MomentType;
import java.time.Duration;
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
 * The moments that earlier runs have written about the time that is read. An activity that is as it was is not described again: that is how a run that
 * was cut off goes on, and why the same window has the same moments though a language model says it otherwise every time. One that has grown since is
 * known by its session and beginning. Those that a person has deleted are among them, so that they are not written again.
 */
final class ExistingMoments {
    static final String SEGMENT = "segment";

    /** In the metadata of moments of runs that join what is short: how short. Such runs and others do not remove each other's. */
    static final String SHORTEST = "shortest";

    private static final UUID NONE = new UUID(0, 0);

    private final Window window;
    private final ReadRange range;
    private final Duration shortest;
    private final Map<String, Entity> bySegment = new HashMap<>();
    private final Map<String, Entity> byBeginning = new HashMap<>();
    private final Map<UUID, Entity> all = new LinkedHashMap<>();
    private final Map<UUID, Entity> open = new LinkedHashMap<>();
    private final Map<UUID, List<Seen>> seen = new HashMap<>();

    private ExistingMoments(Window window, ReadRange range, Duration shortest) {
        this.window = window;
        this.range = range;
        this.shortest = shortest;
    }

    /** What was going on in a session, and whether a moment tells of it. */
    private record Seen(Instant start, Instant end, boolean told) {
        boolean overlaps(Instant from, Instant until) {
            return !from.isAfter(end) && !until.isBefore(start);
        }
    }

    /** Those that overlap what is read. */
    static ExistingMoments of(RemDatabase database, Window window, ReadRange range, Duration shortest) {
        ExistingMoments existing = new ExistingMoments(window, range, shortest);
        ScanOptions overlapping = ScanOptions.DEFAULTS
                .withVisibility(Visibility.WITH_DELETED)
                .where("end_time >= ? AND start_time < ?", range.from(), range.until());
        try (EntityScan rows = database.scan(List.of(DreamTables.MOMENTS), overlapping)) {
            while (rows.hasNext()) {
                Entity moment = rows.next();
                if (ActivityReader.byDream(moment.properties())) {
                    existing.add(moment);
                }
            }
        }
        return existing;
    }

    private void add(Entity moment) {
        all.put(moment.id(), moment);
        open.put(moment.id(), moment);
        bySegment.putIfAbsent(Provenance.metadata(moment).path(SEGMENT).asString(""), moment);
        JsonNode texts = moment.properties().path("resource_ids");
        JsonNode session = moment.properties().path("session_ids").path(0);
        byBeginning.putIfAbsent(
                beginning(start(moment), (session.isString() ? session : texts.path(0)).asString("")), moment);
    }

    private static String beginning(Instant start, String where) {
        return start + " " + where;
    }

    private static Instant start(Entity moment) {
        return Instant.parse(moment.properties().path("start_time").asString());
    }

    private static Instant end(Entity moment) {
        return Instant.parse(moment.properties().path("end_time").asString());
    }

    private static UUID session(Entity moment) {
        String session = moment.properties().path("session_ids").path(0).asString("");
        return session.isEmpty() ? NONE : UUID.fromString(session);
    }

    private static UUID session(Activity activity) {
        UUID session = activity.session();
        return session == null ? NONE : session;
    }

    /** How an activity was described before, where it was the same, by the same describer. */
    Optional<Entity> same(String segment) {
        return Optional.ofNullable(bySegment.get(segment)).filter(moment -> open.containsKey(moment.id()));
    }

    /** The moment of an activity that began then and there, whatever else was in it. */
    Optional<Entity> begunAs(Activity activity) {
        UUID where = activity.session() == null ? activity.items().getFirst().id() : activity.session();
        return Optional.ofNullable(byBeginning.get(beginning(activity.start(), where.toString())))
                .filter(moment -> open.containsKey(moment.id()));
    }

    /** Whether an activity that was not seen whole is told of already, by a moment that is of more, or of other parts of it. */
    boolean covers(Activity activity, String describer) {
        if (same(segment(activity, describer)).isPresent()) {
            return false;
        }
        Seen here = new Seen(activity.start(), activity.end(), false);
        return all.values().stream()
                .anyMatch(moment ->
                        session(moment).equals(session(activity)) && here.overlaps(start(moment), end(moment)));
    }

    /** Notes that a moment is still so. */
    void confirm(UUID id) {
        open.remove(id);
    }

    /** Notes what was going on, and whether a moment of this run tells of it: not of what is outside of its window, and of what is cut off. */
    void saw(Activity activity, boolean told) {
        seen.computeIfAbsent(session(activity), ignored -> new ArrayList<>())
                .add(new Seen(activity.start(), activity.end(), told));
    }

    /**
     * Those that are no longer so: they reach past nothing that was read, moments of this run tell of all that was going on then and there, and they
     * tell of something of it, or are in the window.
     */
    List<Entity> outdated() {
        return open.values().stream()
                .filter(moment -> !moment.deleted() && ofTheSameOptions(moment) && outdated(moment))
                .toList();
    }

    private boolean ofTheSameOptions(Entity moment) {
        String cut = Provenance.metadata(moment).path(SHORTEST).asString("");
        return cut.equals(shortest.isZero() ? "" : shortest.toString());
    }

    private boolean outdated(Entity moment) {
        Instant start = start(moment);
        Instant end = end(moment);
        if (start.isBefore(range.from()) || !end.isBefore(range.until())) {
            return false;
        }
        List<Seen> there = seen.getOrDefault(session(moment), List.of()).stream()
                .filter(activity -> activity.overlaps(start, end))
                .toList();
        boolean inWindow = start.isBefore(window.end()) && !end.isBefore(window.start());
        return there.stream().allMatch(Seen::told) && (inWindow || !there.isEmpty());
    }

    /** What a moment's row says, without the time in its name. */
    static Description description(Entity moment) {
        ObjectNode row = moment.properties();
        return new Description(
                MomentRows.plain(row.path("name").asString("")),
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

package io.remdb.dream;

import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.describe.Description;
import io.remdb.json.Json;
import io.remdb.llm.Usage;
import io.remdb.text.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run did, or would do.
 *
 * @param runId its name; {@link Dream#undo} takes it back
 * @param written whether it was written
 * @param stopped whether it ended early, so that the next run has something to complete
 * @param window what it was about
 * @param items how many messages and texts were read
 * @param moments what it found, by start
 * @param removed how many moments of earlier runs are no longer so
 * @param kept how many rows of earlier runs a person has changed, deleted or linked, so that they stay as they are
 * @param edges how many edges there are, by type
 * @param edgesWritten how many of them are new or other than before
 * @param summaries what was summarised
 * @param themes what several moments are about
 * @param model who described: {@code local}, or a language model
 * @param usage of the language model; null without one
 * @param problems what went otherwise than asked, a sentence each
 * @param durationMs wall time, milliseconds
 */
public record DreamReport(
        String runId,
        boolean written,
        boolean stopped,
        Window window,
        long items,
        List<Moment> moments,
        int removed,
        int kept,
        SortedMap<String, Integer> edges,
        int edgesWritten,
        List<Summary> summaries,
        List<ThemeFound> themes,
        String model,
        @Nullable Usage usage,
        List<String> problems,
        long durationMs) {
    public DreamReport {
        moments = List.copyOf(moments);
        edges = new TreeMap<>(edges);
        summaries = List.copyOf(summaries);
        themes = List.copyOf(themes);
        problems = List.copyOf(problems);
    }

    /** What became of a row. */
    public enum Action {
        /** It is new. */
        CREATED,
        /** It is other than before. */
        UPDATED,
        /** It was there already. */
        UNCHANGED,
        /** A person has changed it: it stays as it is. */
        KEPT
    }

    /**
     * A moment.
     *
     * @param id of its row
     * @param name its key
     * @param start when it began
     * @param end when it ended
     * @param description what it was
     * @param resources in it
     * @param sessions in which it took place
     * @param action what became of its row
     */
    public record Moment(
            UUID id,
            String name,
            Instant start,
            Instant end,
            Description description,
            List<UUID> resources,
            List<UUID> sessions,
            Action action) {
        public Moment {
            resources = List.copyOf(resources);
            sessions = List.copyOf(sessions);
        }

        /** The same moment, of whose row something else became. */
        public Moment with(Action action) {
            return new Moment(id, name, start, end, description, resources, sessions, action);
        }
    }

    /**
     * A summary.
     *
     * @param id of its row in {@code resources}
     * @param name its title
     * @param text what it says
     * @param action what became of its row
     */
    public record Summary(UUID id, String name, String text, Action action) {}

    /**
     * A theme.
     *
     * @param id of its row in {@code themes}
     * @param name in a few words
     * @param moments how many moments are about it
     * @param action what became of its row
     */
    public record ThemeFound(UUID id, String name, int moments, Action action) {}

    /** How many moments came to an action. */
    public long count(Action action) {
        return moments.stream().filter(moment -> moment.action() == action).count();
    }

    /** The number of edges. */
    public int edgeCount() {
        return edges.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * {@code {run_id, written, stopped, window, items, counts, moments, edges, summaries, themes, llm, problems, duration_ms}}; moments with their
     * descriptions, and counted by what became of their rows, edges counted by type.
     */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("run_id", runId);
        json.put("written", written);
        json.put("stopped", stopped);
        json.putObject("window")
                .put("start", Timestamps.text(window.start()))
                .put("end", Timestamps.text(window.end()));
        json.put("items", items);
        ObjectNode counts = json.putObject("counts");
        for (Action action : Action.values()) {
            counts.put(lower(action), action == Action.KEPT ? kept : count(action));
        }
        counts.put("removed", removed);
        ArrayNode found = json.putArray("moments");
        moments.forEach(moment -> found.add(json(moment)));
        ObjectNode byType = json.putObject("edges");
        byType.put("total", edgeCount());
        byType.put("written", edgesWritten);
        for (Map.Entry<String, Integer> type : edges.entrySet()) {
            byType.put(type.getKey(), type.getValue());
        }
        ArrayNode summarised = json.putArray("summaries");
        summaries.forEach(summary -> summarised
                .addObject()
                .put("id", summary.id().toString())
                .put("name", summary.name())
                .put("text", summary.text())
                .put("action", lower(summary.action())));
        ArrayNode about = json.putArray("themes");
        themes.forEach(theme -> about.addObject()
                .put("id", theme.id().toString())
                .put("name", theme.name())
                .put("moments", theme.moments())
                .put("action", lower(theme.action())));
        json.set("llm", llm());
        ArrayNode said = json.putArray("problems");
        problems.forEach(said::add);
        json.put("duration_ms", durationMs);
        return json;
    }

    private ObjectNode llm() {
        ObjectNode llm = Json.object();
        llm.put("model", model);
        llm.put("calls", usage == null ? 0 : usage.calls());
        llm.put(
                "tokens",
                usage == null ? 0 : usage.tokens().input() + usage.tokens().output());
        llm.put("cost", usage == null ? null : usage.costUsd());
        return llm;
    }

    private static ObjectNode json(Moment moment) {
        Description description = moment.description();
        ObjectNode json = Json.object();
        json.put("id", moment.id().toString());
        json.put("name", moment.name());
        json.put("start_time", Timestamps.text(moment.start()));
        json.put("end_time", Timestamps.text(moment.end()));
        json.put("moment_type", description.type().text());
        json.put("summary", description.summary());
        add(json.putArray("tags"), description.tags());
        add(json.putArray("emotion_tags"), description.emotionTags());
        add(json.putArray("people"), description.people());
        add(json.putArray("resource_ids"), moment.resources());
        add(json.putArray("session_ids"), moment.sessions());
        json.put("action", lower(moment.action()));
        return json;
    }

    private static void add(ArrayNode array, List<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }

    private static String lower(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}

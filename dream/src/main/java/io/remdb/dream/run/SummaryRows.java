package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the days of a window, and each of them, come to: a text to be found by meaning, with a line for each moment. A summary is of whole days, whatever
 * part of them the window has, and its key is the day: so a run for the next hours brings the day's summary up to date, and there is one of each day.
 */
final class SummaryRows {
    static final String CONTENT_TYPE = "summary";
    private static final String URI = "dream://";

    /** By so much the last moment of a day may end later. */
    private static final Duration A_DAY = Duration.ofDays(1);

    /** What the longest summary says; moments of a month in one text help nobody. */
    private static final int MOST_LINES = 60;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final int MOST_NAMES = 12;

    private final String variant;
    private final ZoneId zone;
    private final LocalDate first;
    private final LocalDate last;

    /** @param variant what sets the moments apart from all moments of the days; empty where nothing does */
    SummaryRows(Window window, ZoneId zone, String variant) {
        this.variant = variant;
        this.zone = zone;
        this.first = window.start().atZone(zone).toLocalDate();
        this.last = window.end().minusNanos(1).atZone(zone).toLocalDate();
    }

    /** When the first day of the window begins. */
    Instant start() {
        return first.atStartOfDay(zone).toInstant();
    }

    /** When its last day ends. */
    Instant end() {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /**
     * A summary to be written.
     *
     * @param uri its key
     * @param row its properties
     * @param moments what it tells of
     */
    record SummaryRow(String uri, ObjectNode row, List<Moment> moments) {
        String name() {
            return row.path("name").asString();
        }

        String text() {
            return row.path("content").asString();
        }
    }

    /**
     * That of the whole, and those of its days where it has several.
     *
     * @param moments of the window's days, by start; one that began before the window's first day is told on that
     */
    List<SummaryRow> of(List<Moment> moments, List<String> themes) {
        if (moments.isEmpty()) {
            return List.of();
        }
        List<SummaryRow> rows = new ArrayList<>();
        Map<LocalDate, List<Moment>> days = new TreeMap<>();
        moments.forEach(moment ->
                days.computeIfAbsent(day(moment), ignored -> new ArrayList<>()).add(moment));
        if (!first.equals(last)) {
            String span = DAY.format(first) + " to " + DAY.format(last);
            rows.add(row(first + "/" + last, span, overview(days, themes), moments));
        }
        // Without themes, which are those of the window.
        days.forEach((day, of) ->
                rows.add(row(day.toString(), DAY.format(day), overview(Map.of(day, of), List.of()), of)));
        return rows;
    }

    /** Summaries of these days that an earlier go of the run wrote, and that are none any more. */
    List<Entity> outdated(RemDatabase database, String runId, List<UUID> written) {
        List<UUID> ids = new ArrayList<>();
        try (QueryResult result = database.query(
                "SELECT id FROM resources WHERE content_type = ? AND timestamp >= ? AND timestamp < ?",
                CONTENT_TYPE,
                start().minus(A_DAY),
                end().plus(A_DAY))) {
            result.forEach(row -> {
                if (row.value("id") instanceof UUID id && !written.contains(id)) {
                    ids.add(id);
                }
            });
        }
        return database.getAll(ids).stream()
                .filter(row -> Provenance.writtenBy(row, runId))
                .toList();
    }

    private LocalDate day(Moment moment) {
        LocalDate day = moment.start().atZone(zone).toLocalDate();
        return day.isBefore(first) ? first : day;
    }

    private SummaryRow row(String period, String days, String content, List<Moment> moments) {
        String uri = URI + period + (variant.isEmpty() ? "" : "?" + variant);
        Instant start = moments.getFirst().start();
        Instant end = moments.stream().map(Moment::end).max(Instant::compareTo).orElseThrow();
        String name = "Summary of " + days + (variant.isEmpty() ? "" : " (" + variant + ")");
        ObjectNode row = Json.object();
        row.put("name", name);
        row.put("content", content);
        row.put("uri", uri);
        row.put("chunk_ordinal", 0);
        row.put("content_type", CONTENT_TYPE);
        row.put("category", "dream");
        row.put("timestamp", Timestamps.text(end));
        row.put("active_start_time", Timestamps.text(start));
        row.put("active_end_time", Timestamps.text(end));
        return new SummaryRow(uri, row, moments);
    }

    /** The whole: what it was about, with whom, and day by day where there are several. */
    private String overview(Map<LocalDate, List<Moment>> days, List<String> themes) {
        List<Moment> all = days.values().stream().flatMap(List::stream).toList();
        StringBuilder text = new StringBuilder();
        Duration spent = all.stream()
                .map(moment -> Duration.between(moment.start(), moment.end()))
                .reduce(Duration.ZERO, Duration::plus);
        text.append(all.size() == 1 ? "One moment" : all.size() + " moments")
                .append(", ")
                .append(spent.toMinutes())
                .append(" minutes in all");
        if (!themes.isEmpty()) {
            text.append(", mostly about ")
                    .append(String.join(", ", themes.subList(0, Math.min(MOST_NAMES, themes.size()))));
        }
        text.append('.');
        List<String> people = people(all);
        if (!people.isEmpty()) {
            text.append(" With or about ").append(String.join(", ", people)).append('.');
        }
        if (days.size() == 1) {
            return text.append("\n\n").append(lines(all)).toString();
        }
        days.forEach((day, moments) ->
                text.append("\n\n").append(DAY.format(day)).append(": ").append(String.join("; ", topics(moments))));
        return text.toString();
    }

    private static List<String> topics(List<Moment> moments) {
        return moments.stream()
                .limit(MOST_LINES)
                .map(moment -> moment.description().name())
                .distinct()
                .toList();
    }

    /** Whom most moments are with, the most frequent first. */
    private static List<String> people(List<Moment> moments) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Moment moment : moments) {
            Set<String> of = new LinkedHashSet<>(moment.description().people());
            of.forEach(name -> counts.merge(name, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private String lines(List<Moment> moments) {
        StringBuilder text = new StringBuilder();
        for (Moment moment : moments.subList(0, Math.min(MOST_LINES, moments.size()))) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(TIME.format(moment.start().atZone(zone)))
                    .append(' ')
                    .append(moment.description().name())
                    .append(". ")
                    .append(moment.description().summary());
        }
        if (moments.size() > MOST_LINES) {
            text.append("\nand ").append(moments.size() - MOST_LINES).append(" more");
        }
        return text.toString();
    }
}

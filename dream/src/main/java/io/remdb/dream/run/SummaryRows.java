package io.remdb.dream.run;

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
import tools.jackson.databind.node.ObjectNode;

/** What a run, and each of its days, comes to: a text to be found by meaning, with a line for each moment. */
final class SummaryRows {
    static final String CONTENT_TYPE = "summary";

    /** What the longest summary says; moments of a month in one text help nobody. */
    private static final int MOST_LINES = 60;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final int MOST_NAMES = 12;

    private final String runId;
    private final ZoneId zone;

    SummaryRows(String runId, ZoneId zone) {
        this.runId = runId;
        this.zone = zone;
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

    /** That of the run, and those of its days where it has several. */
    List<SummaryRow> of(Window window, List<Moment> moments, List<String> themes) {
        if (moments.isEmpty()) {
            return List.of();
        }
        List<SummaryRow> rows = new ArrayList<>();
        Map<LocalDate, List<Moment>> days = new TreeMap<>();
        moments.forEach(
                moment -> days.computeIfAbsent(moment.start().atZone(zone).toLocalDate(), ignored -> new ArrayList<>())
                        .add(moment));
        rows.add(row("", "Summary of " + span(window), window.start(), window.end(), overview(days, themes), moments));
        if (window.longerThanADay()) {
            days.forEach((day, of) -> rows.add(row(
                    "/" + day, "Summary of " + DAY.format(day), of.getFirst().start(), latest(of), lines(of), of)));
        }
        return rows;
    }

    private static Instant latest(List<Moment> moments) {
        return moments.stream().map(Moment::end).max(Instant::compareTo).orElseThrow();
    }

    private SummaryRow row(
            String suffix, String name, Instant start, Instant end, String content, List<Moment> moments) {
        String uri = "dream://" + runId + suffix;
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

    private String span(Window window) {
        String from = DAY.format(window.start().atZone(zone));
        String until = DAY.format(window.end().minusNanos(1).atZone(zone));
        return from.equals(until) ? from : from + " to " + until;
    }
}

package io.remdb.bench.dream;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.dream.Dream;
import io.remdb.dream.DreamReport;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProviders;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How good the dreams of some weeks are, without a language model.
 *
 * @param weeks what was measured, by the name of the week
 */
public record DreamBenchReport(Map<String, Measured> weeks) {
    /** The week that it was made with, and the one that was written when it was done. */
    private static final Map<String, String> FOLDERS = folders();

    /**
     * One week.
     *
     * @param messages how many there are
     * @param gold activities that a reader sees
     * @param moments that were found
     * @param durationMs how long the run took, wall time
     */
    record Measured(int messages, int gold, int moments, long durationMs, DreamQuality quality) {}

    private static Map<String, String> folders() {
        Map<String, String> folders = new LinkedHashMap<>();
        folders.put("week", "the week that it was made with");
        folders.put("week-2", "another person's, written afterwards");
        return folders;
    }

    /**
     * Dreams about all of them.
     *
     * @param folder laid out as {@code examples}; null for the program's own
     */
    public static DreamBenchReport run(@Nullable Path folder, PrintStream progress) {
        Map<String, Measured> weeks = new LinkedHashMap<>();
        RemConfig config = RemConfig.load();
        String model = config.embedding().defaultModel();
        try (EmbeddingModel opened = EmbeddingProviders.of(model).open(EmbeddingProviders.modelOf(model), config)) {
            FOLDERS.forEach((week, what) -> {
                progress.println("  " + what);
                weeks.put(week, measure(folder, week, opened));
            });
        }
        return new DreamBenchReport(weeks);
    }

    private static Measured measure(@Nullable Path folder, String name, EmbeddingModel model) {
        try (RemDatabase database = RemDatabase.inMemory()) {
            Week week = Week.load(file -> lines(folder, name + "/" + file), database);
            DreamReport report = Dream.on(database)
                    .with(model)
                    .between(week.start(), week.end())
                    .options(options -> options.withClock(Clock.systemUTC()))
                    .run();
            return new Measured(
                    week.messages.size(),
                    week.gold.size(),
                    report.moments().size(),
                    report.durationMs(),
                    DreamQuality.of(week, report, database));
        }
    }

    private static List<ObjectNode> lines(@Nullable Path folder, String file) {
        return read(folder, file)
                .lines()
                .filter(line -> !line.isBlank())
                .map(Json::parseObject)
                .toList();
    }

    private static String read(@Nullable Path folder, String file) {
        try {
            if (folder != null) {
                return Files.readString(folder.resolve(file));
            }
            try (@Nullable InputStream in = DreamBenchReport.class.getResourceAsStream("/examples/" + file)) {
                if (in == null) {
                    throw new RemException(ErrorCode.NOT_FOUND, "This program has no such week").with("file", file);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table for people. */
    public String text() {
        List<String> lines = new ArrayList<>();
        weeks.forEach((name, measured) -> {
            DreamQuality quality = measured.quality();
            lines.add(name + ": " + FOLDERS.get(name));
            lines.add(line(
                    "messages, activities, moments",
                    measured.messages() + ", " + measured.gold() + ", " + measured.moments()));
            lines.add(line("duration", measured.durationMs() + " ms"));
            lines.add(line("WindowDiff", String.format(Locale.ROOT, "%.3f", quality.windowDiff())));
            lines.add(line("boundaries (target F1 .75)", quality.boundaries().text()));
            lines.add(line("  inside sessions", quality.inside().text()));
            lines.add(line("people (target F1 .90)", quality.people().text()));
            lines.add(line("tags", precision(quality.tags())));
            lines.add(line("moment types", precision(quality.types())));
            lines.add(line("emotion tags", quality.emotions().text()));
            lines.add(line("links (target P .80)", precision(quality.allLinks())));
            quality.links().forEach((type, share) -> lines.add(line("  " + type, precision(share))));
            lines.add("");
        });
        return String.join("\n", lines) + "\n";
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-30s %s", name, value);
    }

    private static String precision(Share share) {
        return String.format(
                Locale.ROOT, "P %.3f  (%d right, %d found)", share.precision(), share.right(), share.found());
    }

    /** The same for programs. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        weeks.forEach((name, measured) -> {
            DreamQuality quality = measured.quality();
            ObjectNode week = json.putObject(name);
            week.put("messages", measured.messages())
                    .put("activities", measured.gold())
                    .put("moments", measured.moments());
            week.put("duration_ms", measured.durationMs());
            week.put("window_diff", quality.windowDiff());
            put(week, "boundaries", quality.boundaries());
            put(week, "boundaries_inside_sessions", quality.inside());
            put(week, "people", quality.people());
            put(week, "tags", quality.tags());
            put(week, "moment_types", quality.types());
            put(week, "emotion_tags", quality.emotions());
            put(week, "links", quality.allLinks());
            quality.links().forEach((type, share) -> put(week, "links_" + type, share));
        });
        return json;
    }

    private static void put(ObjectNode week, String name, Share share) {
        week.putObject(name)
                .put("right", share.right())
                .put("found", share.found())
                .put("there", share.there())
                .put("precision", share.precision())
                .put("recall", share.recall())
                .put("f1", share.f1());
    }
}

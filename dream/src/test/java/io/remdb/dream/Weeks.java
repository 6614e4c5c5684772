package io.remdb.dream;

import io.remdb.BatchOptions;
import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.ScanOptions;
import io.remdb.SchemaInfo;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProviders;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Days of the week in {@code examples}, in a database. */
public final class Weeks {
    /** Some hours of the first day: two sessions about firmware, and a kitchen and a cake, and what was read meanwhile. */
    private static final Pattern SOME_HOURS = Pattern.compile("\"created_at\": \"2026-03-09T(?:09|17|18):");

    /** When it begins. */
    public static final Instant START = Instant.parse("2026-03-09T00:00:00Z");

    /** When it ends. */
    public static final Instant END = Instant.parse("2026-03-10T00:00:00Z");

    private static final List<String> TABLES = List.of("sessions", "messages", "resources");

    private static final Path WEEK = Path.of("..", "examples", "week");

    private Weeks() {}

    /** The model that the database has by default. */
    public static EmbeddingModel model() {
        RemConfig config = RemConfig.load();
        String name = config.embedding().defaultModel();
        return EmbeddingProviders.of(name).open(EmbeddingProviders.modelOf(name), config);
    }

    /** A database with what happened on the first day. */
    public static RemDatabase monday() {
        RemDatabase database = RemDatabase.inMemory();
        for (String table : TABLES) {
            add(database, table, line -> SOME_HOURS.matcher(line).find());
        }
        return database;
    }

    /** Writes the whole week. */
    public static void fill(RemDatabase database) {
        for (String table : TABLES) {
            add(database, table, line -> true);
        }
    }

    private static void add(RemDatabase database, String table, Predicate<String> some) {
        try (var lines = Files.lines(WEEK.resolve(table + ".jsonl"))) {
            database.restoreAll(table, lines.filter(some).iterator(), BatchOptions.DEFAULTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A dream about the first day. */
    public static Dream dream(RemDatabase database, EmbeddingModel model) {
        return Dream.on(database)
                .with(model)
                .between(START, END)
                .options(options -> options.withClock(Clock.fixed(END, ZoneOffset.UTC)));
    }

    /** What is not the same in two contents. */
    public static Set<String> difference(Map<String, String> one, Map<String, String> other) {
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> Objects.equals(one.get(key), other.get(key)));
        return keys;
    }

    private static String digest(String text) {
        return Integer.toHexString(text.hashCode()) + " " + text.length();
    }

    /** Everything that is in a database, with edges and vectors, by id: a digest of each row. */
    public static Map<String, String> content(RemDatabase database) {
        List<String> tables =
                database.schemas().list().stream().map(SchemaInfo::shortName).toList();
        Map<String, String> content = new TreeMap<>();
        ScanOptions all = ScanOptions.DEFAULTS
                .withVisibility(Visibility.WITH_DELETED)
                .withEmbeddings(ScanOptions.Embeddings.INCLUDED);
        try (EntityScan scan = database.scan(tables, all)) {
            while (scan.hasNext()) {
                Entity entity = scan.next();
                Map<String, Integer> vectors = new TreeMap<>();
                entity.embeddings().forEach((name, vector) -> vectors.put(name, Arrays.hashCode(vector)));
                content.put(entity.entityType() + " " + entity.id(), digest(Json.text(entity.json()) + vectors));
            }
        }
        return content;
    }
}

package io.remdb.server.support;

import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Sharing;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Databases with the model of {@link WordsEmbeddingProvider}. */
public final class Databases {
    /** A table with a key, a vector, and a field of each kind. */
    public static final String ARTICLES = """
            {"title": "Article", "description": "An article", "version": "1.0.0", "short_name": "articles",
             "properties": {
               "title": {"type": "string"},
               "content": {"type": "string"},
               "category": {"type": "string"},
               "year": {"type": "integer"},
               "rating": {"type": "number"},
               "good": {"type": "boolean"},
               "seen": {"type": "string", "format": "date-time"},
               "day": {"type": "string", "format": "date"},
               "ref": {"type": "string", "format": "uuid"},
               "extra": {"type": "object"},
               "numbers": {"type": "array", "items": {"type": "integer"}},
               "tags": {"type": "array", "items": {"type": "string"}}},
             "required": ["title", "content"],
             "json_schema_extra": {"embedding_fields": ["content"], "indexed_fields": ["category", "year", "tags"],
               "key_field": "title"}}""";

    /** A table without a key, a vector or words: rows get random ids. */
    public static final String EVENTS = """
            {"title": "Event", "description": "An event", "version": "1.0.0", "short_name": "events",
             "properties": {"number": {"type": "integer"}, "count": {"type": "integer"}},
             "required": ["number"],
             "json_schema_extra": {"indexed_fields": ["number"]}}""";

    private Databases() {}

    /** The settings of a test; variables and values follow each other. */
    public static RemConfig config(String... variables) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(variable -> !variable.startsWith("P8_"));
        environment.put("P8_DEFAULT_EMBEDDING", "words:64");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return RemConfig.of(environment);
    }

    /** Options with these settings. */
    public static OpenOptions options(Sharing sharing, String... variables) {
        return new OpenOptions(OpenOptions.Creation.IF_MISSING, config(variables), sharing);
    }

    /** A database that is shared in this way. */
    public static RemDatabase open(Path folder, Sharing sharing, String... variables) {
        return RemDatabase.open(folder, any -> options(sharing, variables));
    }

    /** A row of {@link #ARTICLES}. */
    public static String article(String title, String content, String category, int year) {
        return """
                {"title": "%s", "content": "%s", "category": "%s", "year": %d, "tags": ["%s", "all"]}""".formatted(title, content, category, year, category);
    }

    /** Rows of {@link #EVENTS} with these numbers. */
    public static List<String> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(Databases::event).toList();
    }

    /** A row of {@link #EVENTS}. */
    public static String event(int number) {
        return "{\"number\": " + number + ", \"count\": 0}";
    }

    /** The only value of the only row. */
    public static long number(RemDatabase database, String sql, Object... parameters) {
        try (QueryResult result = database.query(sql, parameters)) {
            return result.iterator().next().number(result.columns().getFirst().name());
        }
    }
}

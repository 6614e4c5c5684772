package io.remdb.engine;

import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import io.remdb.crypto.TestKeys;
import io.remdb.search.SearchSizes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Databases for tests, with the model of {@link WordsEmbeddingProvider}. */
final class Databases {
    static final String ARTICLES = """
            {"title": "Article", "description": "An article", "version": "1.0.0", "short_name": "articles",
             "properties": {
               "title": {"type": "string"},
               "content": {"type": "string"},
               "category": {"type": "string"},
               "year": {"type": "integer"},
               "tags": {"type": "array", "items": {"type": "string"}}},
             "required": ["title", "content"],
             "json_schema_extra": {"embedding_fields": ["content"], "indexed_fields": ["category", "year", "tags"],
               "key_field": "title"}}""";

    private Databases() {}

    static RemConfig config(String... variables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("P8_HOME", System.getProperty("java.io.tmpdir") + "/rem-test-home");
        environment.put("P8_DEFAULT_EMBEDDING", "words:64");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return RemConfig.of(environment);
    }

    static RemDatabase open(Path folder, String... variables) {
        RemConfig config = config(variables);
        return RemDatabase.open(folder, options -> options.withConfig(config).withKeys(TestKeys.chosen()));
    }

    static RemDatabase inMemory(String... variables) {
        RemConfig config = config(variables);
        return RemDatabase.inMemory(options -> options.withConfig(config).withKeys(TestKeys.chosen()));
    }

    /** With other sizes at which a search takes another way. */
    static RemDatabase open(Path folder, SearchSizes sizes, String... variables) {
        return LocalDatabaseProvider.open(folder, options(variables), sizes);
    }

    static RemDatabase inMemory(SearchSizes sizes, String... variables) {
        return LocalDatabaseProvider.openInMemory(options(variables), sizes);
    }

    /** An encrypted one on the disk. */
    static RemDatabase encrypted(Path folder, String... variables) {
        RemConfig config = config(variables);
        return RemDatabase.open(folder, options -> options.withConfig(config).withKeys(TestKeys.encrypted()));
    }

    private static OpenOptions options(String... variables) {
        return new OpenOptions(
                OpenOptions.Creation.IF_MISSING, config(variables), OpenOptions.Sharing.ALONE, TestKeys.chosen());
    }

    /** One in memory that has the table {@code articles}. */
    static RemDatabase withArticles(String... variables) {
        RemDatabase database = inMemory(variables);
        database.schemas().register(Schema.parse(ARTICLES));
        return database;
    }

    static String article(String title, String content, String category, int year) {
        return """
                {"title": "%s", "content": "%s", "category": "%s", "year": %d, "tags": ["%s", "all"]}""".formatted(title, content, category, year, category);
    }
}

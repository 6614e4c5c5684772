package io.remdb.ingest;

import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingProviders;
import io.remdb.embedding.TextTokenizer;
import java.nio.file.Path;
import java.util.Map;

/** Settings of the tests, and what is opened with them. */
public final class Settings {
    private Settings() {}

    /** The defaults, with a home of the build's. */
    public static RemConfig config() {
        return RemConfig.of(Map.of("P8_HOME", Path.of("target", "test-home").toString()));
    }

    /** A new database in memory, with the default model. */
    public static RemDatabase database() {
        return RemDatabase.inMemory(Settings::configured);
    }

    /** The options that the tests open databases with. */
    public static OpenOptions configured(OpenOptions options) {
        return options.withConfig(config());
    }

    /** The tokenizer of the default model. */
    public static TextTokenizer tokenizer() {
        return EmbeddingProviders.tokenizer("local:all-MiniLM-L6-v2", config());
    }
}

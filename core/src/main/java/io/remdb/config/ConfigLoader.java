package io.remdb.config;

import io.remdb.config.RemConfig.Compression;
import io.remdb.config.RemConfig.Embedding;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Search;
import io.remdb.config.RemConfig.Storage;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the settings from the environment and {@code rem.toml}. */
final class ConfigLoader {
    private ConfigLoader() {}

    static RemConfig load(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("P8_HOME", System.getProperty("user.home") + "/.p8"));
        return new RemConfig(
                home,
                home.resolve("db"),
                1000,
                "python3",
                new Embedding("local:all-MiniLM-L6-v2", null, null, "https://api.openai.com/v1", 100, 2),
                new Storage(64 << 20, 4, Compression.LZ4, 1000, 256),
                new Wal(true, WalSync.INTERVAL, 1000, 100, 24),
                new Search(5000, Quantization.NONE, 16, 100),
                List.of());
    }
}

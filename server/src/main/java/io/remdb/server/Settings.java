package io.remdb.server;

import io.remdb.config.RemConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Which settings a database was opened with, as far as they make a difference to those who share it. */
public final class Settings {
    /** What concerns the process that reads it, or is a secret, and so is no reason to tell two processes apart. */
    private static final Set<String> OWN = Set.of(
            "P8_HOME", "P8_DB_PATH", "P8_PYTHON", "P8_DAEMON", "P8_DAEMON_IDLE_SECONDS", "P8_PASSWORD", "P8_API_TOKEN",
            "P8_DEFAULT_LLM");

    private static final List<String> OWN_PREFIXES = List.of("P8_LOG_", "P8_EXPORT_", "P8_TLS_", "P8_ANTHROPIC_", "P8_OLLAMA_", "P8_SCHEMA_");

    private Settings() {}

    /** The same for two processes only if their settings are. */
    public static String digest(RemConfig config) {
        CRC32C digest = new CRC32C();
        for (RemConfig.Setting setting : config.settings()) {
            String variable = setting.variable();
            if (!OWN.contains(variable) && OWN_PREFIXES.stream().noneMatch(variable::startsWith)) {
                digest.update((variable + "=" + setting.value() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return Long.toHexString(digest.getValue());
    }
}

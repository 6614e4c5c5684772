package io.remdb.server;

import io.remdb.config.RemConfig;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** Which settings a database was opened with, as far as they make a difference to those who share it. */
public final class Settings {
    /** What concerns the process that reads it, or is a secret, and so is no reason to tell two processes apart. */
    private static final Set<String> OWN = Set.of(
            "P8_HOME",
            "P8_DB_PATH",
            "P8_PYTHON",
            "P8_DAEMON",
            "P8_DAEMON_IDLE_SECONDS",
            "P8_PASSWORD",
            "P8_API_TOKEN",
            "P8_PRIMARY_HOST",
            "P8_REPLICATION_PORT",
            "P8_DEFAULT_LLM");

    private static final List<String> OWN_PREFIXES =
            List.of("P8_LOG_", "P8_EXPORT_", "P8_TLS_", "P8_ANTHROPIC_", "P8_OLLAMA_", "P8_SCHEMA_");

    private Settings() {}

    /** The same for two processes only if their settings are. */
    public static String digest(RemConfig config) {
        return digest(String.join("\n", each(config)));
    }

    /** Each setting as {@code P8_NAME=digest}. Of a secret it tells whether it is set. */
    public static List<String> each(RemConfig config) {
        return config.settings().stream()
                .filter(setting -> isShared(setting.variable()))
                .map(setting -> setting.variable() + "=" + digest(setting.value()))
                .toList();
    }

    /**
     * The names of settings that two processes do not have alike.
     *
     * @param theirs as {@link #each}
     */
    public static List<String> others(Collection<String> theirs, Collection<String> ours) {
        Set<String> same = Set.copyOf(ours);
        return theirs.stream()
                .filter(setting -> !same.contains(setting))
                .map(setting ->
                        setting.substring(0, setting.indexOf('=') < 0 ? setting.length() : setting.indexOf('=')))
                .toList();
    }

    private static boolean isShared(String variable) {
        return !OWN.contains(variable) && OWN_PREFIXES.stream().noneMatch(variable::startsWith);
    }

    private static String digest(String text) {
        CRC32C digest = new CRC32C();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(digest.getValue());
    }
}

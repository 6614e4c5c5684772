package io.remdb.config;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * {@code rem.toml}, read. Only loaded when there is such a file, since the parser costs more than all the rest of
 * reading the settings.
 */
final class TomlFile {
    private static final int LARGEST_BYTES = 1 << 20;

    private final Path path;
    private final String text;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    private TomlFile(Path path, String text) {
        this.path = path;
        this.text = text;
    }

    static TomlFile read(Path path) {
        TomlFile file = new TomlFile(path, content(path));
        try {
            for (Map.Entry<String, JsonNode> entry :
                    new TomlMapper().readTree(file.text).properties()) {
                file.values.put(entry.getKey(), entry.getValue());
            }
        } catch (JacksonException e) {
            throw malformed(path, e);
        }
        return file;
    }

    /** Whether other users may read it, where the file system knows users. */
    boolean isForOthers() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    /** The values by key, in the order of the file. */
    Map<String, JsonNode> values() {
        return values;
    }

    /** The file and the line of a key, such as {@code /home/ann/.p8/rem.toml line 3}; the parser does not keep it. */
    String origin(String key) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String start = line.strip();
            if (start.startsWith("[")) {
                start = start.replace("[", "").strip();
            }
            if (namesKey(start, key) || namesKey(start, '"' + key + '"') || namesKey(start, "'" + key + "'")) {
                return path + " line " + number;
            }
        }
        return path.toString();
    }

    private static boolean namesKey(String line, String key) {
        if (!line.startsWith(key)) {
            return false;
        }
        String rest = line.substring(key.length()).strip();
        return rest.startsWith("=") || rest.startsWith(".") || rest.startsWith("]");
    }

    private static String content(Path path) {
        try {
            if (Files.size(path) > LARGEST_BYTES) {
                throw new RemException(ErrorCode.TOO_LARGE, "The settings file is larger than its limit")
                        .with("file", path)
                        .with("limit_bytes", LARGEST_BYTES);
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The settings file cannot be read", e)
                    .with("file", path)
                    .hint("Make it a readable UTF-8 text file, or remove it");
        }
    }

    /** Without the parser's message and without it as the cause: it may quote the line, and the line may hold a key. */
    private static RemException malformed(Path path, JacksonException e) {
        RemException error =
                new RemException(ErrorCode.INVALID_CONFIG, "The settings file is not valid TOML").with("file", path);
        TokenStreamLocation location = e.getLocation();
        if (location != null) {
            error.with("line", location.getLineNr()).with("column", location.getColumnNr());
        }
        return error.hint(
                "Texts need quotes, as in default_embedding = \"local:all-MiniLM-L6-v2\"; no key may come twice");
    }
}

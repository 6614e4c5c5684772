package io.remdb.backup;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.spi.replication.History;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two lines, in every version: a JSON object whose {@code rem_backup} is the version, and the SHA-256 of that line. So a manifest of a
 * later version is told from one that is damaged.
 */
final class ManifestCodec {
    private static final int VERSION = 1;
    private static final int DIGITS = 64;
    /** No folders, and nothing that a file system takes for something else. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private ManifestCodec() {}

    static byte[] encode(BackupManifest manifest) {
        ObjectNode json = Json.object();
        json.put("rem_backup", VERSION);
        json.put("created_at", manifest.createdAt().toString());
        json.put("database_id", manifest.databaseId().toString());
        json.put("history_id", manifest.historyId().toString());
        ArrayNode epochs = json.putArray("epochs");
        for (History.Epoch epoch : manifest.epochs()) {
            epochs.addObject()
                    .put("number", epoch.number())
                    .put("first_sequence", epoch.firstSequence())
                    .put("id", epoch.id().toString());
        }
        json.put("sequence", manifest.sequence());
        json.put("committed_at", manifest.committedAt().toString());
        json.put("format_version", manifest.formatVersion());
        json.put("encrypted", manifest.encrypted());
        ArrayNode files = json.putArray("files");
        for (StoredFile file : manifest.files()) {
            ObjectNode stored = files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
            if (file.shared() != null) {
                stored.put("shared", file.shared()).put("tail", file.tail());
            }
        }
        byte[] line = Json.text(json).getBytes(StandardCharsets.UTF_8);
        String text = new String(line, StandardCharsets.UTF_8) + "\n" + digest(line) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] line) {
        return HexFormat.of().formatHex(FileWork.sha256().digest(line));
    }

    /**
     * Reads one.
     *
     * @param path for errors
     * @throws RemException {@link ErrorCode#CORRUPTED}, {@link ErrorCode#UNKNOWN_FORMAT}
     */
    static BackupManifest decode(byte[] file, Path path) {
        JsonNode json = readSound(file, path);
        long version = json.path("rem_backup").asLong(0);
        if (version > VERSION) {
            throw new RemException(ErrorCode.UNKNOWN_FORMAT, "The backup has a format that this version cannot read")
                    .with("path", path)
                    .with("found", version)
                    .with("supported", VERSION)
                    .hint("Use the version of REM Database that made it, or a later one");
        }
        try {
            return manifest(json);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw damaged(path, e);
        }
    }

    private static JsonNode readSound(byte[] file, Path path) {
        int end = 0;
        while (end < file.length && file[end] != '\n') {
            end++;
        }
        byte[] line = Arrays.copyOf(file, end);
        String rest = new String(file, end, file.length - end, StandardCharsets.ISO_8859_1);
        if (rest.length() != DIGITS + 2 || !rest.equals("\n" + digest(line) + "\n")) {
            throw damaged(path, null);
        }
        try {
            JsonNode json = Json.parse(new String(line, StandardCharsets.UTF_8));
            if (json.isObject() && json.path("rem_backup").isIntegralNumber()) {
                return json;
            }
        } catch (RemException e) {
            throw damaged(path, e);
        }
        throw damaged(path, null);
    }

    private static BackupManifest manifest(JsonNode json) {
        List<History.Epoch> epochs = new ArrayList<>();
        for (JsonNode epoch : json.path("epochs")) {
            epochs.add(new History.Epoch(
                    number(epoch, "number"), number(epoch, "first_sequence"), UUID.fromString(text(epoch, "id"))));
        }
        List<StoredFile> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode file : json.path("files")) {
            StoredFile stored = file(file);
            require(names.add(stored.name()));
            files.add(stored);
        }
        require(!epochs.isEmpty() && !files.isEmpty());
        return new BackupManifest(
                Instant.parse(text(json, "created_at")),
                UUID.fromString(text(json, "database_id")),
                UUID.fromString(text(json, "history_id")),
                epochs,
                number(json, "sequence"),
                Instant.parse(text(json, "committed_at")),
                Math.toIntExact(number(json, "format_version")),
                json.path("encrypted").asBoolean(false),
                files);
    }

    private static StoredFile file(JsonNode file) {
        String name = text(file, "name");
        String sha256 = text(file, "sha256");
        require(FILE_NAME.matcher(name).matches() && DIGEST.matcher(sha256).matches());
        if (!file.has("shared")) {
            return new StoredFile(name, number(file, "bytes"), sha256, null, null);
        }
        String shared = text(file, "shared");
        require(FILE_NAME.matcher(shared).matches());
        return new StoredFile(name, number(file, "bytes"), sha256, shared, text(file, "tail"));
    }

    private static String text(JsonNode json, String name) {
        require(json.path(name).isString());
        return json.path(name).stringValue();
    }

    private static long number(JsonNode json, String name) {
        JsonNode number = json.path(name);
        require(number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0);
        return number.longValue();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("a property is missing or is none that is written here");
        }
    }

    private static RemException damaged(Path path, @Nullable Exception cause) {
        return new RemException(ErrorCode.CORRUPTED, "The manifest of a backup is damaged", cause)
                .with("path", path)
                .hint("Use another backup; remove this one's folder, so that others can be pruned");
    }
}

package io.remdb.cli;

import io.remdb.Backup;
import io.remdb.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A backup as JSON. */
final class BackupJson {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private BackupJson() {}

    static ObjectNode of(Backup backup) {
        ObjectNode json = Json.object();
        json.put("path", backup.path().toString());
        if (backup.problem() != null) {
            return json.put("problem", backup.problem());
        }
        json.put("created_at", backup.createdAt().toString());
        json.put("sequence", backup.sequence());
        json.put("committed_at", backup.committedAt().toString());
        json.put("files", backup.files());
        json.put("bytes", backup.bytes());
        json.put("own_bytes", backup.ownBytes());
        json.put("shared_bytes", backup.sharedBytes());
        json.put("encrypted", backup.encrypted());
        json.put("format_version", backup.formatVersion());
        json.put("verified_at", text(backup.verifiedAt()));
        return json;
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    /** Since a moment on the clock of {@link System#nanoTime}. */
    static long milliseconds(long startNanos) {
        return Math.round((System.nanoTime() - startNanos) / NANOS_PER_MILLISECOND);
    }
}

package io.remdb.backup;

import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A remark beside a backup: when it was last found sound. No part of it; may be removed. */
final class VerifiedNote {
    private static final System.Logger LOGGER = System.getLogger(VerifiedNote.class.getName());
    private static final String VERIFIED_AT = "verified_at";

    private VerifiedNote() {}

    private static Path file(Path backup) {
        return backup.resolve("verified.json");
    }

    static @Nullable Instant read(Path backup) {
        try {
            String text = Files.readString(file(backup));
            return Instant.parse(Json.parse(text).path(VERIFIED_AT).asString(""));
        } catch (IOException | RemException | DateTimeException _) {
            return null; // not there, or not ours
        }
    }

    /** On media that cannot be written to, nothing is remarked. */
    static void write(FileWork work, Path backup, Instant verifiedAt) {
        String text = Json.text(Json.object().put(VERIFIED_AT, verifiedAt.toString()));
        try {
            work.write(file(backup), (text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "That a backup is sound cannot be written down", e);
        }
    }

    static void remove(Path backup) {
        try {
            Files.deleteIfExists(file(backup));
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "That a backup was sound stays written down", e);
        }
    }
}

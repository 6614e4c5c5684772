package io.remdb.ingest;

import io.remdb.RemException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file.
 *
 * @param uri of the file
 * @param documentId its row in {@code documents}; null where there is none
 * @param chunks that its text is in
 * @param rows that it has, where it is a file of rows
 * @param action what was done
 * @param error why it was not; null where it was
 */
public record FileResult(
        String uri,
        @Nullable UUID documentId,
        long chunks,
        long rows,
        Action action,
        @Nullable RemException error) {
    /** What was done. */
    public enum Action {
        /** It was not there before. */
        CREATED,
        /** It was, and has changed, or is to be said otherwise. */
        REPLACED,
        /** It is as it was, and was not read. */
        UNCHANGED,
        /** It was not taken in. */
        FAILED
    }

    static FileResult failed(String uri, RemException error) {
        return new FileResult(uri, null, 0, 0, Action.FAILED, error);
    }
}

package io.remdb;

import java.util.UUID;

/**
 * What a write of one row did.
 *
 * @param id the row
 * @param entityType its table
 * @param action whether the row is new
 */
public record WriteResult(UUID id, String entityType, Action action) {
    /** What happened to the row. */
    public enum Action {
        /** The row is new. */
        CREATED,
        /** A row with the same key was there and has been replaced. */
        UPDATED
    }
}

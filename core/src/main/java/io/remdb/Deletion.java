package io.remdb;

import java.time.Instant;
import java.util.UUID;

/**
 * What a deletion did.
 *
 * @param id the row
 * @param deletedAt when, UTC; a row that was soft-deleted before keeps its time unless it is now removed for good
 */
public record Deletion(UUID id, Instant deletedAt) {
    /** What is left of a deleted row. */
    public enum Mode {
        /** The row stays, hidden, until it is vacuumed or written again. */
        SOFT,
        /** Nothing: the row, its vectors and the edges on both of its sides go at once. */
        HARD
    }
}

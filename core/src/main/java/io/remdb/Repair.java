package io.remdb;

import java.util.List;

/**
 * What a repair has done.
 *
 * @param mended what was brought to what it is derived from; empty when there was nothing to do
 * @param after a deep check that followed: what it finds cannot be repaired, such as a damaged row
 */
public record Repair(List<Mended> mended, Verification after) {
    public Repair {
        mended = List.copyOf(mended);
    }

    /**
     * Something that was done.
     *
     * @param part of the database, as in {@link Verification.Finding}
     * @param done a sentence that does not vary from case to case
     * @param count how often
     */
    public record Mended(String part, String done, long count) {}
}

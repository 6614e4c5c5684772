package io.remdb.spi.replication;

import java.util.List;
import java.util.UUID;

/**
 * Whose entries a store has. Two stores with the same database and the same last epoch have one history as far as both go; a store that
 * was promoted begins another epoch, and what the former primary writes after that is no part of it.
 *
 * @param databaseId of all copies of a database
 * @param epochs from the first, which begins with entry 1
 * @param lastSequence of the last entry
 * @param lastChecksum of that entry, as {@link Replication#checksum}
 */
public record History(UUID databaseId, List<Epoch> epochs, long lastSequence, long lastChecksum) {
    /** The epoch of a database that was never promoted. */
    public static final Epoch FIRST_EPOCH = new Epoch(1, 1);

    public History {
        epochs = List.copyOf(epochs);
    }

    /** What one primary wrote.
     *
     * @param number from 1, without gaps
     * @param firstSequence of its first entry
     */
    public record Epoch(long number, long firstSequence) {}

    /** The number of the last epoch. */
    public long epoch() {
        return epochs.getLast().number();
    }

    /**
     * How far a history agrees with this one that is in an epoch of its own and goes up to a sequence.
     *
     * @param epoch not later than {@link #epoch}
     */
    public long agreesUpTo(long epoch, long sequence) {
        return epochs.stream()
                .filter(later -> later.number() == epoch + 1)
                .mapToLong(next -> Math.min(sequence, next.firstSequence() - 1))
                .findFirst()
                .orElse(sequence);
    }
}

package io.remdb.spi.replication;

import java.util.List;
import java.util.UUID;

/**
 * Whose entries a store has. Two stores with the same database and the same last epoch have one history as far as both go; a store that
 * was promoted begins another epoch, and what the former primary writes after that is no part of it.
 *
 * @param databaseId of all copies of a database; one that was restored from a backup has another, for it goes its own way
 * @param epochs from the first, which begins with entry 1
 * @param lastSequence of the last entry
 * @param lastChecksum of that entry, as {@link Replication#checksum}
 */
public record History(UUID databaseId, List<Epoch> epochs, long lastSequence, long lastChecksum) {
    /** The epoch of a database that was never promoted. */
    public static final Epoch FIRST_EPOCH = new Epoch(1, 1, new UUID(0, 0));

    public History {
        epochs = List.copyOf(epochs);
    }

    /** What one primary wrote.
     *
     * @param number from 1, without gaps
     * @param firstSequence of its first entry
     * @param id chosen at random when it began: two copies that are promoted without knowing of each other begin epochs of one number
     */
    public record Epoch(long number, long firstSequence, UUID id) {}

    /** The number of the last epoch. */
    public long epoch() {
        return epochs.getLast().number();
    }

    /** The epoch of an entry. */
    public Epoch epochOf(long sequence) {
        return epochs.stream()
                .filter(epoch -> epoch.firstSequence() <= sequence)
                .reduce(FIRST_EPOCH, (before, later) -> later);
    }

    /** Whether this history is not to be written to any more when there is one with this last epoch: a later one, or by lot. */
    public boolean isOvertakenBy(long number, UUID id) {
        Epoch last = epochs.getLast();
        return number > last.number() || (number == last.number() && id.compareTo(last.id()) > 0);
    }

    /**
     * How far this history and one go together whose last epoch is this.
     *
     * @param number not later than {@link #epoch}
     * @param sequence up to where the other goes
     */
    public long agreesUpTo(long number, UUID id, long sequence) {
        boolean shared = epochs.stream()
                .anyMatch(epoch -> epoch.number() == number && epoch.id().equals(id));
        return agreesUpTo(shared ? number : number - 1, sequence);
    }

    /**
     * How far a history agrees with this one that is in an epoch of its own and goes up to a sequence.
     *
     * @param epoch not later than {@link #epoch}
     */
    private long agreesUpTo(long epoch, long sequence) {
        return epochs.stream()
                .filter(later -> later.number() == epoch + 1)
                .mapToLong(next -> Math.min(sequence, next.firstSequence() - 1))
                .findFirst()
                .orElse(sequence);
    }
}

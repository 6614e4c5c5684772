package io.remdb.spi.replication;

/**
 * Writes of a store as its engine keeps them: what brings another store of the same database, which has everything before them, to where
 * this one was after them. Applying it twice does no harm, as long as nothing later was applied in between.
 *
 * @param firstSequence of the first entry of the log that is in it; one more than {@code lastSequence} where there is none, as of writes that
 *     are no entry
 * @param lastSequence of the last one, or of the last before these writes
 * @param committedAtMicros of the last entry in it, microseconds since 1970, UTC; 0 where it is not known
 * @param writes in the engine's form; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Shipment(long firstSequence, long lastSequence, long committedAtMicros, byte[] writes) {
    /** How many entries of the log it has. */
    public long entries() {
        return lastSequence - firstSequence + 1;
    }
}

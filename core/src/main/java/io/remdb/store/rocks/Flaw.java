package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import java.util.UUID;

/** Something that is derived and not as its source says, and so can be mended; see {@link Mender}. */
sealed interface Flaw {
    /** What belongs to an entity: its id, its index entries, its keys. */
    record OfRow(int table, UUID id) implements Flaw {}

    /**
     * An entry that belongs to no entity, or to none any more.
     *
     * @param storedKey as RocksDB has it
     * @param table that it names
     * @param id that it names
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stray(Family family, byte[] storedKey, int table, UUID id) implements Flaw {}

    /** An edge that is not the same from its target. */
    record OneSidedEdge(UUID src, String relType, UUID dst) implements Flaw {}

    /**
     * An edge that is there from its target only.
     *
     * @param storedKey of the reverse entry, as RocksDB has it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StrayReverse(byte[] storedKey, UUID src, String relType, UUID dst) implements Flaw {}

    /** An entity without a vector that it should have, or with one of another length. */
    record LacksVector(int table, UUID id, EmbeddingSlot slot) implements Flaw {}

    /**
     * Counters that are not those of a table's rows.
     *
     * @param live to be added
     * @param deleted to be added
     */
    record Counters(int table, long live, long deleted) implements Flaw {}

    /** A table whose number is not marked as given away. */
    record Unmarked(int table) implements Flaw {}

    /**
     * Entries of the log are missing.
     *
     * @param wholeFrom the first entry behind the last gap
     */
    record LogGap(long wholeFrom) implements Flaw {}
}

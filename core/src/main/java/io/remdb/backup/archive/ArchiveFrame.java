package io.remdb.backup.archive;

import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Shipment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A part of a file of the archive. */
public sealed interface ArchiveFrame {
    /**
     * The first part of a file: what the rest is.
     *
     * @param historyId of the entries: {@link History#databaseId}
     * @param epochs of the history when the file was begun
     * @param after the last entry before the file
     * @param createdAt when it was begun
     */
    record Header(UUID historyId, List<History.Epoch> epochs, long after, Instant createdAt) implements ArchiveFrame {
        public Header {
            epochs = List.copyOf(epochs);
        }

        /** The epoch that wrote the file. */
        long epoch() {
            return epochs.getLast().number();
        }
    }

    /**
     * Writes of the store.
     *
     * @param shipment what they are
     */
    record Writes(Shipment shipment) implements ArchiveFrame {}

    /**
     * That everything up to an entry stands before this, and what that entry is known by.
     *
     * @param sequence of the entry
     * @param checksum {@link io.remdb.spi.replication.Replication#checksum}; 0 where the store did not say
     */
    record Mark(long sequence, long checksum) implements ArchiveFrame {}

    /**
     * That nothing was committed after an entry until a moment. The last part of its file: what is written next takes its place.
     *
     * @param sequence of the entry
     * @param at the moment
     * @param then what came then
     */
    record Until(long sequence, Instant at, Then then) implements ArchiveFrame {
        /** Whether more may have been written right after it. */
        public enum Then {
            /** The database stayed open. */
            OPEN,
            /** It was closed. */
            CLOSED
        }
    }
}

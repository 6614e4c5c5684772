package io.remdb.store.rocks;

import io.remdb.spi.replication.Shipment;

/** What a batch of RocksDB's is to a store that follows this one. */
final class ShipmentForm {
    private final RocksHandle rocks;
    private final int wal;

    ShipmentForm(RocksHandle rocks) {
        this.rocks = rocks;
        this.wal = rocks.number(Family.WAL);
    }

    /**
     * A batch as a shipment.
     *
     * @param lastBefore the last entry of the log before it
     */
    Shipment of(byte[] batch, long lastBefore) {
        Ends ends = new Ends();
        BatchReader.visit(batch, ends);
        return ends.last == 0
                ? new Shipment(lastBefore + 1, lastBefore, 0, batch)
                : new Shipment(ends.first, ends.last, ends.committedAt, batch);
    }

    /** The first and the last entry of the log in a batch: their keys are readable in every database. */
    private final class Ends implements BatchReader.Visitor {
        private long first;
        private long last;
        private long committedAt;

        @Override
        public boolean wants(int family) {
            return family == wal;
        }

        @Override
        public void put(int family, byte[] key, byte[] value) {
            long sequence = KeyCodec.logSequence(key);
            if (first == 0 || sequence < first) {
                first = sequence;
            }
            if (sequence > last) {
                last = sequence;
                committedAt = LogCodec.time(rocks.cipher().open(Family.WAL, key, value));
            }
        }

        @Override
        public void delete(int family, byte[] key) {
            // Entries go by ranges.
        }
    }
}

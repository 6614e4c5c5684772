package io.remdb.store.rocks;

import io.remdb.spi.replication.Shipment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Writes what another store has shipped, and brings what is kept in memory of this one up to it. Under the lock of its user. */
final class ShippedWrites {
    private final RocksHandle rocks;
    private final StoreState state;
    private final ReplicationState copies;
    private final JoinedShipments joining;
    private final ReceiptBook receipts;
    private final Optional<RocksEncryption> encryption;

    ShippedWrites(
            RocksHandle rocks,
            StoreState state,
            ReplicationState copies,
            ReceiptBook receipts,
            Optional<RocksEncryption> encryption) {
        this.rocks = rocks;
        this.state = state;
        this.copies = copies;
        this.joining = new JoinedShipments(rocks, copies);
        this.receipts = receipts;
        this.encryption = encryption;
    }

    /** @param last the last entry that is here */
    void apply(List<Shipment> shipments, long last) {
        byte[] joined = joining.join(shipments, last);
        Changes changes = new Changes();
        BatchReader.visit(joined, changes);
        rocks.write(joined);
        changes.sessions.forEach(rocks.cipher()::forgetSession);
        if (changes.keys) {
            encryption.ifPresent(RocksEncryption::reload);
        }
        if (changes.copies) {
            copies.reload(rocks);
        }
        if (changes.receipts) {
            receipts.forget();
        }
        changes.publish();
    }

    /** What a batch changes of that which is kept in memory. */
    private final class Changes implements BatchReader.Visitor {
        private final int meta = rocks.number(Family.META);
        private final int keyring = rocks.number(Family.KEYS);
        /** Each once: the end of the log and the counts of a table are in every write. */
        private final NavigableSet<byte[]> touched = new TreeSet<>(Arrays::compareUnsigned);

        private final List<Integer> sessions = new ArrayList<>();
        private boolean keys;
        private boolean copies;
        private boolean receipts;

        @Override
        public boolean wants(int family) {
            return family == meta || family == keyring;
        }

        @Override
        public void put(int family, byte[] key, byte[] value) {
            delete(family, key);
        }

        @Override
        public void delete(int family, byte[] key) {
            if (family == keyring) {
                if (KeyEntries.isSession(key)) {
                    sessions.add(KeyEntries.sessionOf(key));
                } else {
                    keys = true;
                }
            } else if (Bytes.startsWith(key, Meta.RECEIPT)) {
                receipts = true;
            } else if (Bytes.startsWith(key, Meta.EPOCH)
                    || Bytes.startsWith(key, Meta.REPLICA)
                    || Arrays.equals(key, Meta.REPLICA_OF)
                    || Arrays.equals(key, Meta.FENCED)) {
                copies = true;
            } else {
                touched.add(key);
            }
        }

        /** The end of the log last: whoever sees it sees the rest. */
        void publish() {
            Meta.Head head = state.head();
            for (byte[] key : touched) {
                byte[] value = rocks.get(Family.META, key);
                if (Arrays.equals(key, Meta.HEAD) && value != null) {
                    head = Meta.head(value);
                } else {
                    state.show(key, value);
                }
            }
            state.advance(head);
        }
    }
}

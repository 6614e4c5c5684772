package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.Shipment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What another store has shipped, as a copy of it writes it. Needs no keys. */
final class JoinedShipments {
    private final RocksHandle rocks;
    private final ReplicationState copies;

    JoinedShipments(RocksHandle rocks, ReplicationState copies) {
        this.rocks = rocks;
        this.copies = copies;
    }

    /**
     * The writes as one batch. What another store says of itself, that it is no replica, is not said of this one.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} when something is missing between
     */
    byte[] join(List<Shipment> shipments, long last) {
        List<byte[]> batches = new ArrayList<>(shipments.size() + 1);
        long reached = last;
        for (Shipment shipment : shipments) {
            if (shipment.firstSequence() > reached + 1) {
                throw new RemException(ErrorCode.CORRUPTED, "The primary has left out entries of the log")
                        .with("has", reached)
                        .with("got", shipment.firstSequence());
            }
            reached = Math.max(reached, shipment.lastSequence());
            batches.add(shipment.writes());
        }
        Batch own = new Batch(rocks);
        copies.replicaOf()
                .ifPresent(
                        of -> own.put(Family.META, Meta.REPLICA_OF, of.address().getBytes(StandardCharsets.UTF_8)));
        own.delete(Family.META, Meta.FENCED);
        if (speaksOfItself(batches)) {
            batches.add(own.serialised());
        }
        return Batch.joined(batches);
    }

    private boolean speaksOfItself(List<byte[]> batches) {
        int meta = rocks.number(Family.META);
        boolean[] found = {false};
        BatchReader.Visitor visitor = new BatchReader.Visitor() {
            @Override
            public boolean wants(int family) {
                return family == meta;
            }

            @Override
            public void put(int family, byte[] key, byte[] value) {
                delete(family, key);
            }

            @Override
            public void delete(int family, byte[] key) {
                found[0] |= Arrays.equals(key, Meta.REPLICA_OF) || Arrays.equals(key, Meta.FENCED);
            }
        };
        batches.forEach(batch -> BatchReader.visit(batch, visitor));
        return found[0];
    }
}

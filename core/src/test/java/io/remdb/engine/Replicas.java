package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.search.SearchSizes;
import io.remdb.spi.replication.FormerStore;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Copies of databases that follow them, without anything between. */
final class Replicas {
    static final ReplicaOf PRIMARY = new ReplicaOf("primary:50051");
    static final int MEGABYTE = 1 << 20;

    private Replicas() {}

    /** A database that ships what it writes. */
    static ReplicatedDatabase open(Path folder) {
        return (ReplicatedDatabase) Databases.open(folder, SearchSizes.PRODUCTION, "P8_REPLICATION_MODE", "primary");
    }

    /** Puts a copy of a database in the place of another, which is closed: it is a replica then. */
    static void copy(ReplicatedDatabase primary, Path replica) {
        Path copy = replica.resolve("store.incoming");
        primary.replication().copyTo(copy);
        assertThat(new LocalDatabaseProvider()
                        .replace(replica, copy, Databases.config(), PRIMARY, FormerStore.OUTDATED))
                .isTrue();
    }

    /** Has one get all that another has. */
    static void catchUp(ReplicatedDatabase ahead, ReplicatedDatabase behind) throws InterruptedException {
        Replication from = ahead.replication();
        Replication to = behind.replication();
        try (ShipmentReader reader = from.read(to.history().lastSequence())) {
            List<Shipment> shipments = reader.next(MEGABYTE, Duration.ofMillis(100));
            while (!shipments.isEmpty()) {
                to.apply(shipments);
                shipments = reader.next(MEGABYTE, Duration.ofMillis(100));
            }
        }
        assertSame(ahead, behind);
    }

    static void assertSame(RemDatabase primary, RemDatabase replica) {
        assertThat(replica.operations().contentHash(ProgressListener.NONE))
                .isEqualTo(primary.operations().contentHash(ProgressListener.NONE));
    }
}

package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.config;
import static io.remdb.store.rocks.StoreFixture.insert;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that jump, forwards and back, each on its own: a replica that is up to date loses nothing by it. */
class ClockJumpsTest {
    private static final Wal HOURS = new Wal(true, WalSync.INTERVAL, 1000, 100, 24);
    private static final int ROUNDS = 60;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> primaryClock = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicReference<Instant> replicaClock = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    private RocksStore open(String name, AtomicReference<Instant> clock) {
        return RocksStore.open(folder.resolve(name), Creation.IF_MISSING, config(HOURS), clock::get);
    }

    @Test
    void aReplicaThatFollowsHasEverything() throws InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ClockJumpsTest seed " + seed);
        Random random = new Random(seed);
        try (RocksStore primary = open("primary", primaryClock)) {
            commit(primary, insert(UUID.randomUUID(), "{}"));
            long copied = primary.replication().orElseThrow().copyTo(folder.resolve("replica"));
            RocksStore.makeReplica(folder.resolve("replica"), config(HOURS), new ReplicaOf("primary:50051"));
            try (RocksStore replica = open("replica", replicaClock);
                    ShipmentReader reader = primary.replication().orElseThrow().read(copied)) {
                for (int round = 0; round < ROUNDS; round++) {
                    jump(primaryClock, random);
                    jump(replicaClock, random);
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        commit(primary, insert(UUID.randomUUID(), "{\"round\":" + round + "}"));
                    }
                    primary.log().trim();
                    follow(reader, primary, replica);
                    replica.log().trim();
                    assertThat(replica.log().lastSequence())
                            .isEqualTo(primary.log().lastSequence());
                }
                assertThat(replica.replication().orElseThrow().history().lastChecksum())
                        .isEqualTo(primary.replication().orElseThrow().history().lastChecksum());
                assertThat(replica.records().counts(StoreFixture.TABLE))
                        .isEqualTo(primary.records().counts(StoreFixture.TABLE));
                assertThat(replica.log().oldestSequence())
                        .isEqualTo(primary.log().oldestSequence());
            }
        }
    }

    private static void follow(ShipmentReader reader, RocksStore primary, RocksStore replica)
            throws InterruptedException {
        while (replica.log().lastSequence() < primary.log().lastSequence()) {
            List<Shipment> next = reader.next(1 << 20, Duration.ofSeconds(10));
            assertThat(next).isNotEmpty();
            replica.replication().orElseThrow().apply(next);
        }
        // What is no entry of the log, as a trim is none.
        List<Shipment> rest = reader.next(1 << 20, Duration.ZERO);
        replica.replication().orElseThrow().apply(rest);
    }

    /** By up to a month. */
    private static void jump(AtomicReference<Instant> clock, Random random) {
        clock.updateAndGet(now -> now.plus(Duration.ofMinutes(random.nextInt(-43_200, 43_200))));
    }
}

package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Statistics;
import io.remdb.config.RemConfig;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.tcp.TcpOptions;
import io.remdb.telemetry.PrometheusText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Primaries and replicas over TCP. */
@Timeout(180)
class ReplicaNodeTest {
    @TempDir
    Path folder;

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (RemDatabase database = open("primary", Sharing.ALONE)) {
            database.schemas().register(Schema.parse(Databases.EVENTS));
            database.insert("events", Databases.event(0));
        }
    }

    private RemConfig config(String... more) {
        List<String> variables =
                new ArrayList<>(List.of("P8_HOME", folder.resolve("home").toString()));
        variables.addAll(List.of(more));
        return Databases.config(variables.toArray(String[]::new));
    }

    private OpenOptions options(String... more) {
        return new OpenOptions(Creation.IF_MISSING, config(more), Sharing.ALONE);
    }

    private RemDatabase open(String name, Sharing sharing) {
        return RemDatabase.open(folder.resolve(name), any -> new OpenOptions(Creation.IF_MISSING, config(), sharing));
    }

    private ServedDatabase serve(String name, String... more) {
        return ServedDatabase.open(folder.resolve(name), options(more), new TcpOptions("127.0.0.1", port, null));
    }

    /** A client of whoever has it open. */
    private RemDatabase client(String name) {
        return open(name, Sharing.OWNER_OR_CLIENT);
    }

    /** A replica that follows in a thread of its own. */
    private final class Replica implements AutoCloseable {
        private final ReplicaNode node;
        private final Thread thread;
        private final AtomicReference<@Nullable RemException> failure = new AtomicReference<>();

        Replica(String name, boolean force, String... more) {
            open(name, Sharing.ALONE).close();
            node = ReplicaNode.open(folder.resolve(name), options(more), "127.0.0.1:" + port, force, _ -> {});
            thread = Thread.ofPlatform().name("test-replica").start(() -> {
                try {
                    node.run(true);
                } catch (RemException e) {
                    failure.set(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        ReplicationReport.Progress progress() {
            return Objects.requireNonNull(node.report().following());
        }

        String state() {
            return progress().state();
        }

        void awaitSynced(long sequence) {
            Await.until("the replica has entry " + sequence, () -> {
                RemException e = failure.get();
                if (e != null) {
                    throw e;
                }
                try {
                    return node.report().lastSequence() >= sequence && state().equals("synced");
                } catch (RemException closing) {
                    return false; // its files are being replaced
                }
            });
        }

        RemException awaitFailure() throws InterruptedException {
            thread.join();
            RemException e = failure.get();
            if (e == null) {
                throw new AssertionError("the replica goes on");
            }
            return e;
        }

        @Override
        public void close() throws InterruptedException {
            node.stop();
            thread.join();
            node.close();
        }
    }

    private static long last(RemDatabase database) {
        return database.info().sequence();
    }

    private static void assertSame(RemDatabase one, RemDatabase other) {
        assertThat(other.operations().contentHash(ProgressListener.NONE))
                .isEqualTo(one.operations().contentHash(ProgressListener.NONE));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    @Test
    void aReplicaHasWhatIsWrittenAndAnswersThroughAnOutage() throws Exception {
        try (Replica replica = new Replica("replica", false)) {
            try (ServedDatabase served = serve("primary");
                    RemDatabase primary = client("primary")) {
                replica.awaitSynced(last(primary));
                primary.insert("events", Databases.event(1));
                replica.awaitSynced(last(primary));
                try (RemDatabase reader = client("replica")) {
                    assertSame(primary, reader);
                    assertThat(reader.count("events")).isEqualTo(2);
                    assertFails(ErrorCode.READ_ONLY, () -> reader.insert("events", Databases.event(7)));
                    assertFails(ErrorCode.READ_ONLY, () -> reader.query("DELETE FROM events"));
                }
                assertFigures(replica, served);
                ReplicationReport report = new ReplicationCommands(folder.resolve("primary"), options()).status();
                assertThat(report.role()).isEqualTo("primary");
                assertThat(report.replicas()).hasSize(1).allMatch(ReplicationReport.Replica::connected);
            }
            Await.until("the replica has noticed", () -> replica.state().equals("disconnected"));
            try (RemDatabase reader = client("replica")) {
                assertThat(reader.count("events")).isEqualTo(2);
            }
            try (ServedDatabase served = serve("primary");
                    RemDatabase primary = client("primary")) {
                primary.insertAll(
                        "events",
                        IntStream.range(10, 210).mapToObj(Databases::event).iterator(),
                        BatchOptions.DEFAULTS);
                replica.awaitSynced(last(primary));
                try (RemDatabase reader = client("replica")) {
                    assertSame(primary, reader);
                }
                ReplicationReport report = new ReplicationCommands(folder.resolve("replica"), options()).status();
                assertThat(report.role()).isEqualTo("replica");
                assertThat(Objects.requireNonNull(report.following()).reconnects())
                        .isPositive();
            }
        }
        // Without a process that follows it is a replica all the same.
        try (RemDatabase alone = open("replica", Sharing.ALONE)) {
            assertFails(ErrorCode.READ_ONLY, () -> alone.insert("events", Databases.event(7)));
        }
    }

    /** The statistics of both sides tell of each other, also as Prometheus reads them. */
    private static void assertFigures(Replica replica, ServedDatabase served) {
        Statistics behind = replica.node.statistics();
        Statistics.Following following = Objects.requireNonNull(
                Objects.requireNonNull(behind.replication()).following());
        assertThat(following.state()).isEqualTo("synced");
        assertThat(following.lagEntries()).isZero();
        assertThat(following.bytes()).isPositive();
        assertThat(following.snapshotTotalBytes()).isPositive();
        assertThat(behind.operations())
                .filteredOn(operation -> operation.name().equals("apply"))
                .hasSize(1)
                .allSatisfy(apply -> assertThat(apply.items()).isPositive());
        assertThat(PrometheusText.of(behind))
                .contains("rem_replication_role{role=\"replica\"} 1\n", "rem_replica_lag_entries 0\n");
        Statistics ahead = served.database().operations().stats();
        assertThat(Objects.requireNonNull(ahead.replication()).role()).isEqualTo("primary");
        assertThat(ahead.replication().replicas()).hasSize(1).allMatch(Statistics.Replica::connected);
        assertThat(Objects.requireNonNull(ahead.serving()).calls()).isPositive();
        assertThat(PrometheusText.of(ahead)).contains("rem_primary_replica_connected{replica=");
    }

    @Test
    void onceIsEnoughForAReplicaThatIsNotToStay() throws Exception {
        try (ServedDatabase served = serve("primary");
                RemDatabase primary = client("primary")) {
            open("replica", Sharing.ALONE).close();
            for (int i = 1; i < 3; i++) {
                primary.insert("events", Databases.event(i));
                try (ReplicaNode node =
                        ReplicaNode.open(folder.resolve("replica"), options(), "127.0.0.1:" + port, false, _ -> {})) {
                    node.run(false);
                    assertThat(node.report().lastSequence()).isEqualTo(last(primary));
                }
                try (RemDatabase replica = open("replica", Sharing.ALONE)) {
                    assertSame(primary, replica);
                }
                assertThat(new ReplicationCommands(folder.resolve("primary"), options())
                                .status()
                                .replicas())
                        .hasSize(1)
                        .allMatch(known -> known.sequence() == last(primary));
            }
        }
    }

    @Test
    void whoIsTooFarBehindIsSentEverything() throws Exception {
        String[] small = {
            "P8_WAL_MAX_SIZE_MB", "1", "P8_REPLICATION_MAX_LAG_MB", "1", "P8_ROCKSDB_WRITE_BUFFER_SIZE", "1048576"
        };
        try (ServedDatabase served = serve("primary", small);
                RemDatabase primary = client("primary")) {
            try (Replica replica = new Replica("replica", false)) {
                replica.awaitSynced(last(primary));
            }
            primary.schemas().register(Schema.parse(Databases.ARTICLES));
            String filler = "w".repeat(20_000);
            for (int round = 0; round < 10; round++) {
                int from = round * 100;
                primary.insertAll(
                        "articles",
                        IntStream.range(from, from + 100)
                                .mapToObj(i -> Databases.article("row " + i, filler, "c", 2000))
                                .iterator(),
                        BatchOptions.DEFAULTS);
            }
            Path archive = folder.resolve("primary").resolve("store").resolve("archive");
            Await.until("old files of the log are gone", () -> {
                primary.insert("events", Databases.event(1));
                return bytes(archive) < 6 << 20;
            });
            try (Replica replica = new Replica("replica", false)) {
                replica.awaitSynced(last(primary));
                try (RemDatabase reader = client("replica")) {
                    assertSame(primary, reader);
                }
                assertThat(replica.progress().snapshotTotal()).isPositive();
            }
        }
    }

    private static long bytes(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }

    @Test
    void aFormerPrimaryTakesNoWritesAndKeepsWhatItAloneHas() throws Exception {
        try (ServedDatabase served = serve("primary");
                RemDatabase primary = client("primary")) {
            try (Replica replica = new Replica("replica", false)) {
                replica.awaitSynced(last(primary));
            }
            primary.insert("events", Databases.event(77)); // nobody else has it
        }
        try (Replica replica = new Replica("replica", false)) {
            assertThat(new ReplicationCommands(folder.resolve("replica"), options()).promote())
                    .isEqualTo(2);
            assertIsPrimary("replica");
            try (RemDatabase promoted = client("replica")) {
                promoted.insert("events", Databases.event(88));
            }
            // The former primary comes back, and is told.
            try (ServedDatabase served = serve("primary");
                    RemDatabase former = client("primary")) {
                Await.until("it has heard", () -> {
                    try {
                        former.insert("events", Databases.event(5));
                        return false;
                    } catch (RemException e) {
                        return e.code() == ErrorCode.READ_ONLY;
                    }
                });
            }
        }
        try (ServedDatabase served = serve("replica");
                RemDatabase promoted = client("replica");
                Replica former = new Replica("primary", false)) {
            former.awaitSynced(last(promoted));
            try (RemDatabase reader = client("primary")) {
                assertSame(promoted, reader);
                assertThat(Databases.number(reader, "SELECT count(*) AS n FROM events WHERE number = 77"))
                        .isZero();
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("primary"))) {
            Path saved = files.filter(file -> file.getFileName().toString().startsWith("diverged-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(saved)).contains("\"number\":77").contains("\"table\":\"events\"");
        }
        assertThat(folder.resolve("primary").resolve("store.before-1")).isDirectory();
    }

    /** One that was promoted follows nobody, has no replicas yet, itself included, and cannot be promoted again. */
    private void assertIsPrimary(String name) {
        ReplicationCommands commands = new ReplicationCommands(folder.resolve(name), options());
        assertThat(commands.status().replicas()).isEmpty();
        assertThat(commands.status().following()).isNull();
        assertThatThrownBy(commands::promote)
                .isInstanceOf(RemException.class)
                .hasMessageContaining("takes writes already");
    }

    @Test
    void aDatabaseWithRowsOfItsOwnIsNotReplacedUnlessItIsForced() throws Exception {
        try (RemDatabase own = open("own", Sharing.ALONE)) {
            own.schemas().register(Schema.parse(Databases.EVENTS));
            own.insert("events", Databases.event(9));
        }
        try (ServedDatabase served = serve("primary");
                RemDatabase primary = client("primary")) {
            try (Replica refused = new Replica("own", false)) {
                assertThat(refused.awaitFailure().code()).isEqualTo(ErrorCode.CONFLICT);
            }
            try (RemDatabase own = open("own", Sharing.ALONE)) {
                own.insert("events", Databases.event(10));
            }
            try (Replica forced = new Replica("own", true)) {
                forced.awaitSynced(last(primary));
                try (RemDatabase reader = client("own")) {
                    assertSame(primary, reader);
                }
            }
        }
        Path kept = folder.resolve("own").resolve("store.before-1");
        Files.createDirectory(folder.resolve("kept"));
        Files.move(kept, folder.resolve("kept").resolve("store"));
        try (RemDatabase own = open("kept", Sharing.ALONE)) {
            assertThat(own.count("events")).isEqualTo(2);
        }
    }

    @Test
    void aWriteWaitsForAsManyReplicasAsAreWanted() throws Exception {
        String[] one = {"P8_REPLICATION_ACKS", "1", "P8_REPLICATION_ACK_TIMEOUT_MS", "300"};
        try (ServedDatabase served = serve("primary", one);
                RemDatabase primary = client("primary")) {
            assertFails(ErrorCode.NOT_REPLICATED, () -> primary.insert("events", Databases.event(1)));
            assertThat(primary.count("events")).isEqualTo(2);
            try (Replica replica = new Replica("replica", false)) {
                replica.awaitSynced(last(primary));
                primary.insert("events", Databases.event(2));
                assertThat(new ReplicationCommands(folder.resolve("primary"), options())
                                .status()
                                .replicas())
                        .anyMatch(known -> known.sequence() >= last(primary));
            }
        }
    }

    @Test
    void whoKeepsNoLogHasNoReplicas() throws InterruptedException {
        try (ServedDatabase served = serve("primary", "P8_WAL_ENABLED", "false");
                Replica replica = new Replica("replica", false)) {
            assertThat(served.database().info().encrypted()).isFalse();
            RemException e = replica.awaitFailure();
            assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(e.hint().orElseThrow()).contains("P8_WAL_ENABLED");
        }
    }

    @Test
    void whoHasAWrongTokenIsRefused() throws Exception {
        try (ServedDatabase served = ServedDatabase.open(
                folder.resolve("primary"), options("P8_API_TOKEN", "right"), new TcpOptions("0.0.0.0", port, null))) {
            try (Replica replica = new Replica("replica", false, "P8_API_TOKEN", "wrong")) {
                assertThat(replica.awaitFailure().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
            }
            try (Replica replica = new Replica("replica", false, "P8_API_TOKEN", "right")) {
                replica.awaitSynced(1);
            }
        }
    }
}

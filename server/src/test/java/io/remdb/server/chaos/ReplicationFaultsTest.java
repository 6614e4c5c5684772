package io.remdb.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.ContentHash;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.server.owner.ReplicationCommands;
import io.remdb.server.support.Await;
import io.remdb.server.support.Child;
import io.remdb.server.support.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary and a replica in processes that are killed, with a connection that is cut, silent and slow, and a log that does not go back far
 * enough: in the end both hold the same, and everything that was acknowledged. {@code -Drem.rounds=200} is the long form.
 */
@Timeout(3600)
class ReplicationFaultsTest {
    private static final int ROUNDS = Integer.getInteger("rem.rounds", 5);

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Set<Integer> acknowledged = new HashSet<>();
    private Random random;
    private int port;
    private int next = 1;
    private @Nullable Child primary;
    private @Nullable Child replica;
    private FaultyProxy proxy;

    @BeforeEach
    void start() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ReplicationFaultsTest seed " + seed);
        random = new Random(seed);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        environment.put("P8_HOME", folder.resolve("home").toString());
        environment.put("P8_DEFAULT_EMBEDDING", "words:64");
        environment.put("P8_REPLICATION_MODE", "primary");
        environment.put("P8_ROCKSDB_WRITE_BUFFER_SIZE", "1048576");
        environment.put("P8_WAL_MAX_SIZE_MB", "1");
        environment.put("P8_REPLICATION_MAX_LAG_MB", "4");
        try (RemDatabase database = RemDatabase.open(folder.resolve("primary"), any -> options())) {
            database.schemas().register(Schema.parse(Databases.EVENTS));
            database.schemas().register(Schema.parse(Databases.ARTICLES));
        }
        RemDatabase.open(folder.resolve("replica"), any -> options()).close();
        proxy = new FaultyProxy(port);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        for (Child child : new Child[] {primary, replica}) {
            if (child != null) {
                child.close();
            }
        }
    }

    private OpenOptions options() {
        String[] variables = environment.entrySet().stream()
                .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                .toArray(String[]::new);
        return new OpenOptions(Creation.IF_MISSING, Databases.config(variables), Sharing.ALONE);
    }

    private Child start(String role, String name, int at) {
        return Child.start(
                        environment,
                        System.getProperty("java.class.path"),
                        ReplicationMain.class,
                        role,
                        folder.resolve(name),
                        "127.0.0.1",
                        at)
                .await("ready");
    }

    private RemDatabase connect() {
        return RemDatabase.connect(
                "rem://127.0.0.1:" + port,
                defaults -> defaults.withConfig(options().config()));
    }

    private RemDatabase reader() {
        return RemDatabase.open(
                folder.resolve("replica"),
                any -> new OpenOptions(Creation.NEVER, options().config(), Sharing.CLIENT));
    }

    @Test
    void bothHoldTheSameWhateverFails() {
        primary = start("primary", "primary", port);
        replica = start("replica", "replica", proxy.port());
        for (int round = 1; round <= ROUNDS; round++) {
            fail();
            try (RemDatabase database = connect()) {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    write(database);
                }
                recover();
                if (round % 4 == 0 || round == ROUNDS) {
                    assertSame(database, round);
                }
            }
        }
    }

    private void write(RemDatabase database) {
        switch (random.nextInt(6)) {
            case 0 -> {
                int from = next;
                next += 50;
                database.insertAll(
                        "events",
                        IntStream.range(from, from + 50)
                                .mapToObj(Databases::event)
                                .iterator(),
                        BatchOptions.DEFAULTS);
                IntStream.range(from, from + 50).forEach(acknowledged::add);
            }
            case 1 -> {
                // Much, so that the log does not go back far.
                String text = "word ".repeat(2_000 + random.nextInt(20_000));
                database.insert("articles", Databases.article("article " + random.nextInt(50), text, "c", 2000));
            }
            case 2 -> {
                database.query("UPDATE events SET count = count + 1 WHERE number = ?", random.nextInt(next))
                        .close();
            }
            default -> insert(database);
        }
    }

    private void fail() {
        switch (random.nextInt(8)) {
            case 0 -> proxy.cut();
            case 1 -> proxy.stall(true);
            case 2 -> proxy.delay(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
            case 3 -> proxy.refuse(true);
            case 6 -> proxy.abandon();
            case 4 -> {
                kill(replica);
                replica = null;
            }
            case 5 -> {
                kill(primary);
                primary = start("primary", "primary", port);
            }
            default -> {
                kill(replica);
                replica = start("replica", "replica", proxy.port());
            }
        }
    }

    private static void kill(@Nullable Child child) {
        if (child != null) {
            child.kill();
        }
    }

    private void recover() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(200)));
        proxy.stall(false);
        proxy.refuse(false);
        proxy.delay(0);
        if (replica == null) {
            replica = start("replica", "replica", proxy.port());
        }
    }

    private void assertSame(RemDatabase database, int round) {
        ContentHash wanted = database.operations().contentHash(ProgressListener.NONE);
        try (RemDatabase reader = reader()) {
            Await.until(
                    "the replica has entry " + wanted.sequence() + " in round " + round,
                    () -> sequence(reader) >= wanted.sequence());
            assertThat(reader.operations().contentHash(ProgressListener.NONE))
                    .as("round " + round)
                    .isEqualTo(wanted);
        }
        assertHasAcknowledged(database);
    }

    private static long sequence(RemDatabase reader) {
        try {
            return reader.info().sequence();
        } catch (RemException e) {
            return -1; // its files are being replaced
        }
    }

    private void assertHasAcknowledged(RemDatabase database) {
        Set<Integer> numbers = new HashSet<>();
        try (var rows = database.query("SELECT number FROM events")) {
            rows.forEach(row -> numbers.add((int) row.number("number")));
        }
        assertThat(numbers).containsAll(acknowledged);
    }

    @Test
    void whatAReplicaHasConfirmedIsThereAfterItsPromotion() {
        environment.put("P8_REPLICATION_ACKS", "1");
        environment.put("P8_REPLICATION_ACK_TIMEOUT_MS", "20000");
        primary = start("primary", "primary", port);
        replica = start("replica", "replica", proxy.port());
        try (RemDatabase database = connect()) {
            insert(database); // waits for the replica
        }
        try (RemDatabase database = connect()) {
            Thread killing = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(1_500)));
                kill(primary);
                database.close(); // nobody waits for it to come back
            });
            while (killing.isAlive()) {
                insert(database);
            }
        } catch (RemException e) {
            System.out.println("ReplicationFaultsTest " + acknowledged.size() + " rows before " + e.code());
        }
        assertThat(new ReplicationCommands(folder.resolve("replica"), options()).promote())
                .isEqualTo(2);
        try (RemDatabase promoted = reader()) {
            assertHasAcknowledged(promoted);
        }
    }

    private void insert(RemDatabase database) {
        int number = next++;
        database.insert("events", Databases.event(number));
        acknowledged.add(number);
    }
}

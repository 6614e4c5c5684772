package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ContentHash;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Statistics;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.tcp.TcpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replica of an encrypted database to which nobody has given a key stores everything and says nothing. */
@Timeout(120)
class SealedReplicaTest {
    private final PrivateKey key = PrivateKey.generate();

    @TempDir
    Path folder;

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    private OpenOptions options(@Nullable PrivateKey opens) {
        OpenOptions options = new OpenOptions(
                Creation.IF_MISSING,
                Databases.config("P8_HOME", folder.resolve("home").toString(), "P8_DEFAULT_EMBEDDING", "words:64"),
                Sharing.ALONE);
        return opens == null ? options : options.withKeys(KeySource.unlocked(opens));
    }

    private ServedDatabase serve() {
        return ServedDatabase.open(folder.resolve("primary"), options(key), new TcpOptions("127.0.0.1", port, null));
    }

    private final class Following implements AutoCloseable {
        private final ReplicaNode node;
        private final Thread thread;
        private final AtomicReference<@Nullable RemException> failure = new AtomicReference<>();

        Following(@Nullable PrivateKey opens) {
            node = ReplicaNode.open(folder.resolve("replica"), options(opens), "127.0.0.1:" + port, false, _ -> {});
            thread = Thread.ofPlatform().start(() -> {
                try {
                    node.run(true);
                } catch (RemException e) {
                    failure.set(e);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        Following await(RemDatabase primary) {
            long wanted = primary.info().sequence();
            Await.until("the replica has entry " + wanted, () -> {
                RemException e = failure.get();
                if (e != null) {
                    throw e;
                }
                try {
                    return node.report().lastSequence() >= wanted;
                } catch (RemException _) {
                    return false; // its files are being replaced
                }
            });
            return this;
        }

        @Override
        public void close() throws InterruptedException {
            node.stop();
            thread.join();
            node.close();
        }
    }

    private static void insert(RemDatabase database, int from, int count) {
        for (int i = from; i < from + count; i++) {
            database.insert("events", Databases.event(i));
        }
    }

    @Test
    void storesWithoutAKeyAndReadsWithOne() throws InterruptedException {
        RemDatabase.open(folder.resolve("replica"), any -> options(null)).close();
        ContentHash wanted;
        try (ServedDatabase served = serve()) {
            RemDatabase primary = served.database();
            primary.schemas().register(Schema.parse(Databases.EVENTS));
            primary.schemas().register(Schema.parse(Databases.ARTICLES));
            insert(primary, 0, 10);
            try (Following replica = new Following(null).await(primary)) {
                insert(primary, 10, 10);
                primary.insert("articles", Databases.article("Sealed", "Nobody reads this", "secret", 2026));
                replica.await(primary);
                assertThat(replica.node.report().sealed()).isTrue();
                assertThat(replica.node.report().following()).isNotNull();
                assertIsSealed();
                assertThatThrownBy(replica.node::promote).satisfies(SealedReplicaTest::isSealed);
                insert(primary, 20, 5);
                replica.await(primary); // it goes on all the same
            }
            insert(primary, 25, 5);
            try (Following again = new Following(null)) {
                again.await(primary); // goes on from where it was
            }
            insert(primary, 30, 10);
            try (Following withKey = new Following(key)) {
                withKey.await(primary);
                assertThat(withKey.node.report().sealed()).isFalse();
            }
            wanted = primary.operations().contentHash(ProgressListener.NONE);
        }
        try (RemDatabase opened = RemDatabase.open(folder.resolve("replica"), any -> options(key))) {
            assertThat(opened.operations().contentHash(ProgressListener.NONE)).isEqualTo(wanted);
            assertThat(opened.operations().verify(ProgressListener.NONE).findings())
                    .isEmpty();
            assertThat(opened.count("events")).isEqualTo(40);
            assertThat(opened.search("reads").in("articles").run()).hasSize(1);
        }
    }

    /** To a command of its user, too. */
    private void assertIsSealed() {
        try (RemDatabase client = RemDatabase.open(
                folder.resolve("replica"),
                any -> new OpenOptions(Creation.NEVER, options(null).config(), Sharing.CLIENT))) {
            assertThat(client.info().encrypted()).isTrue();
            for (ThrowingCallable call : new ThrowingCallable[] {
                () -> client.count("events"),
                () -> client.query("SELECT * FROM events"),
                () -> client.insert("events", Databases.event(1)),
                () -> client.schemas().list(),
                () -> client.operations().contentHash(ProgressListener.NONE)
            }) {
                assertThatThrownBy(call).satisfies(SealedReplicaTest::isSealed);
            }
            Statistics stats = client.operations().stats();
            assertThat(stats.tables()).isEmpty();
            assertThat(stats.log().lastSequence()).isPositive();
            assertThat(Objects.requireNonNull(stats.replication()).following()).isNotNull();
            assertThat(client.operations().compact(ProgressListener.NONE).storeBytesAfter())
                    .isPositive();
        }
    }

    private static void isSealed(Throwable e) {
        assertThat(e).isInstanceOf(RemException.class);
        assertThat(((RemException) e).code()).isEqualTo(ErrorCode.SEALED);
    }
}

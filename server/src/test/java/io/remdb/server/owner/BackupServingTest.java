package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.remdb.Backup;
import io.remdb.Backups;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.RestoreOptions;
import io.remdb.Schema;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.tcp.TcpOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever shares a database makes its backups through the one that has it open. */
class BackupServingTest {
    @TempDir
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private RemDatabase owner;

    private Path folder() {
        return temporary.resolve("db");
    }

    private Path backups() {
        return temporary.resolve("backups");
    }

    @BeforeEach
    void open() {
        owner = Databases.open(folder(), Sharing.OWNER_OR_CLIENT);
        owner.schemas().register(Schema.parse(Databases.ARTICLES));
        owner.insert("articles", Databases.article("first", "text", "a", 2000));
        Await.until("the owner listens", () -> Files.exists(folder().resolve("socket")));
    }

    @AfterEach
    void close() {
        owner.close();
    }

    @Test
    void aClientMakesTheSameBackups() {
        List<Long> heard = new ArrayList<>();
        try (RemDatabase client = Databases.open(folder(), Sharing.OWNER_OR_CLIENT)) {
            Backup made = client.operations().backup(backups(), (done, total) -> heard.add(done));
            assertThat(Backups.list(backups())).containsExactly(made);
            assertThat(heard).last().isEqualTo(made.bytes());
            assertThatThrownBy(() -> client.operations().backup(folder().resolve("in"), ProgressListener.NONE))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
        assertThat(owner.operations().backup(backups(), ProgressListener.NONE).path())
                .isEqualTo(backups().resolve("000002"));
        Path copy = temporary.resolve("copy");
        Backups.restore(backups(), copy, _ -> RestoreOptions.of(Databases.config()), ProgressListener.NONE);
        try (RemDatabase restored = Databases.open(copy, Sharing.ALONE)) {
            assertThat(restored.lookup("first")).hasSize(1);
        }
    }

    /** Whoever has the token of a server may use the database, but not write files on its machine. */
    @Test
    void aServerOnTheNetworkMakesNone() {
        try (ServedDatabase served = ServedDatabase.open(
                temporary.resolve("served"),
                Databases.options(Sharing.ALONE, "P8_HOME", temporary.toString()),
                new TcpOptions("127.0.0.1", 0, null))) {
            try (RemDatabase client = RemDatabase.connect(
                    served.tcp().address().toString(),
                    options -> options.withConfig(Databases.config("P8_HOME", temporary.toString())))) {
                assertUnsupported(client);
            }
            // Nor does one that does not ask its own side first.
            ManagedChannel channel = ManagedChannelBuilder.forAddress(
                            "127.0.0.1", served.tcp().address().port())
                    .usePlaintext()
                    .build();
            try {
                assertUnsupported(new RemoteDatabase(channel, Side.OWNER));
            } finally {
                channel.shutdownNow();
            }
        }
        assertThat(backups()).doesNotExist();
    }

    private void assertUnsupported(RemDatabase client) {
        assertThatThrownBy(() -> client.operations().backup(backups(), ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }

    @Test
    void aBackupWhoseAnswerIsLostIsMadeOnce() {
        AtomicInteger lost = new AtomicInteger();
        try (SharedDatabase database =
                new SharedDatabase(_ -> new LosingOneAnswer("CreateBackup", lost).connect(folder()))) {
            Backup made = database.operations().backup(backups(), ProgressListener.NONE);
            assertThat(lost.get()).isPositive();
            assertThat(Backups.list(backups())).containsExactly(made);
        }
    }
}

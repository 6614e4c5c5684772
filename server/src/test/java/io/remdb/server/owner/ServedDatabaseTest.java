package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import io.remdb.server.support.Await;
import io.remdb.server.support.Databases;
import io.remdb.server.tcp.TcpOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is served on its socket and on TCP at once. */
@Timeout(120)
class ServedDatabaseTest {
    private static final TcpOptions ANYWHERE = new TcpOptions("127.0.0.1", 0, null);

    @TempDir
    Path folder;

    @Test
    void isOneDatabaseForThisMachineAndOthers() throws Exception {
        try (ServedDatabase served = ServedDatabase.open(database(), options(), ANYWHERE);
                RemDatabase here = open(Sharing.CLIENT);
                RemDatabase there = connect(served)) {
            here.schemas().register(Schema.parse(Databases.EVENTS));
            there.insert("events", Databases.event(1));
            assertThat(here.count("events")).isEqualTo(1);
            assertThat(here.info().path()).isEqualTo(there.info().path());
            OwnerStatus status = OwnerControl.of(database()).status().orElseThrow();
            assertThat(status.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(status.background()).isFalse();
            Path relative = Path.of("").toAbsolutePath().relativize(database());
            assertThat(OwnerControl.of(relative).status().orElseThrow().socket())
                    .isEqualTo(database().toRealPath().resolve("socket").toString());
        }
        try (RemDatabase afterwards = open(Sharing.ALONE)) {
            assertThat(afterwards.count("events")).isEqualTo(1);
        }
    }

    @Test
    void takesThePlaceOfAnOwnerInTheBackground() {
        long background;
        try (RemDatabase command = open(Sharing.CLIENT)) {
            command.schemas().register(Schema.parse(Databases.EVENTS));
            background = OwnerControl.of(database()).status().orElseThrow().pid();
            assertThat(background).isNotEqualTo(ProcessHandle.current().pid());

            try (ServedDatabase served = ServedDatabase.open(database(), options(), ANYWHERE);
                    RemDatabase there = connect(served)) {
                there.insert("events", Databases.event(1));
                assertThat(command.count("events")).isEqualTo(1); // goes on, as a client of the new owner
                assertThat(ProcessHandle.of(background)
                                .map(ProcessHandle::isAlive)
                                .orElse(false))
                        .isFalse();
            }
        } finally {
            OwnerControl.of(database()).stop("the test is over");
        }
    }

    @Test
    void isRefusedWhileAnotherProgramServesIt() {
        try (RemDatabase other = open(Sharing.OWNER_OR_CLIENT)) {
            assertThat(other.info().path()).isEqualTo(database());
            Await.until("it listens", () -> OwnerControl.of(database()).status().isPresent());
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> ServedDatabase.open(database(), options(), ANYWHERE))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .withMessageContaining("pid=" + ProcessHandle.current().pid());
        }
    }

    @Test
    void isNotOpenedWhereThisMachineDoesNotHaveTheAddress() {
        for (String host : new String[] {"192.0.2.1", "no-such-host.invalid"}) {
            TcpOptions elsewhere = new TcpOptions(host, 0, null);
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> ServedDatabase.open(database(), options(), elsewhere))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("0.0.0.0"))
                    .withMessageContaining("host=" + host);
        }
        assertThat(database()).doesNotExist();
    }

    @Test
    void isClosedAgainWhereItCannotBeServed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TcpOptions elsewhere = new TcpOptions("127.0.0.1", taken.getLocalPort(), null);
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> ServedDatabase.open(database(), options(), elsewhere))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
        }

        try (RemDatabase afterwards = open(Sharing.ALONE)) {
            assertThat(afterwards.info().path()).isEqualTo(database());
        }
    }

    private Path database() {
        return folder.resolve("db");
    }

    private RemConfig config() {
        return Databases.config("P8_HOME", folder.resolve("home").toString());
    }

    private OpenOptions options() {
        return new OpenOptions(Creation.IF_MISSING, config(), Sharing.ALONE);
    }

    private RemDatabase open(Sharing sharing) {
        return RemDatabase.open(
                database(), options -> options.withConfig(config()).withSharing(sharing));
    }

    private RemDatabase connect(ServedDatabase served) {
        return RemDatabase.connect(served.tcp().address().toString(), options -> options.withConfig(config()));
    }
}

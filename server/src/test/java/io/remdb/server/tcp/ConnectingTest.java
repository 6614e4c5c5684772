package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.BatchOptions;
import io.remdb.EntityCursor;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.server.support.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to a server, and what a user is told where there is none. */
@Timeout(120)
class ConnectingTest {
    @TempDir
    Path home;

    @Test
    void everythingGoesThrough() {
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home);
                RemDatabase client = server.connect(home, null)) {
            assertThat(client.insertAll(
                                    "notes",
                                    IntStream.range(0, 3000)
                                            .mapToObj(i -> "{\"name\": \"n" + i + "\"}")
                                            .iterator(),
                                    BatchOptions.DEFAULTS)
                            .inserted())
                    .isEqualTo(3000);
            try (EntityCursor cursor = client.list("notes", RemDatabase.Visibility.LIVE)) {
                int rows = 0;
                while (cursor.hasNext()) {
                    cursor.next();
                    rows++;
                }
                assertThat(rows).isEqualTo(3000);
            }
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> client.count("nothing"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE));
        }
    }

    @Test
    void overIpv6() {
        Assumptions.assumeTrue(hasIpv6(), "this machine has no IPv6");
        try (TestServer server = TestServer.at("::1", home)) {
            assertThat(server.server().address()).hasToString("rem://[::1]:" + server.port());
            assertThat(server.server().tokenRequired()).isFalse();
            try (RemDatabase client = TestServer.connect(server.address("::1"), home, Map.of())) {
                assertThat(client.count("notes")).isZero();
            }
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void isFoundAgainWhenTheServerWasAway() {
        RemDatabase client;
        int port;
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home)) {
            port = server.port();
            client = server.connect(home, null);
            assertThat(client.count("notes")).isZero();
        }
        try (client;
                TestServer again = TestServer.start(
                        new TcpOptions(TestServer.LOOPBACK, port, null), home, TcpLimits.DEFAULTS, Map.of())) {
            again.database().insert("notes", "{\"name\": \"a\"}");
            assertThat(client.count("notes")).isEqualTo(1);
            again.server().close();
            try (TestServer third = TestServer.start(
                    new TcpOptions(TestServer.LOOPBACK, port, null), home, TcpLimits.DEFAULTS, Map.of())) {
                assertThat(client.insert("notes", "{\"name\": \"b\"}").entityType())
                        .isEqualTo("notes");
                assertThat(third.database().count("notes")).isEqualTo(1);
            }
        }
    }

    /** It was waited for until patience ended, and so long closing took. */
    @Test
    void whoClosesDoesNotWaitForAServerThatIsAway() throws Exception {
        RemDatabase client;
        try (TestServer server = TestServer.at(TestServer.LOOPBACK, home)) {
            client = server.connect(home, null);
            assertThat(client.count("notes")).isZero();
        }
        FutureTask<Long> waiting = new FutureTask<>(() -> client.count("notes"));
        Thread thread = Thread.ofPlatform().start(waiting);
        Await.until("the call waits for the server", () -> thread.getState() == Thread.State.TIMED_WAITING);
        client.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::get)
                .satisfies(e -> assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                RemException.class,
                                why -> assertThat(why.code()).isEqualTo(ErrorCode.CLOSED)));
    }

    @Test
    void nothingListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RemException refusal = refusal("rem://127.0.0.1:" + port);
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refusal.getMessage()).contains("Nothing listens at this address", "rem://127.0.0.1:" + port);
        assertThat(refusal.hint().orElseThrow()).contains("rem serve");
        assertThat(refusal("rems://127.0.0.1:" + port).text()).isEqualTo("Nothing listens at this address");
    }

    @Test
    void noSuchHost() {
        assertThat(refusal("rem://no-such-host.invalid:50051").code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void noAddress() {
        assertThat(refusal("rem://").code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void aServerOfSomethingElse() throws Exception {
        try (Foreigner web = new Foreigner("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                Foreigner mail = new Foreigner("220 mail.example.org ESMTP\r\n");
                Foreigner rude = new Foreigner("")) {
            for (Foreigner other : new Foreigner[] {web, mail, rude}) {
                for (String scheme : new String[] {"rem", "rems"}) {
                    RemException refusal = refusal(scheme + "://127.0.0.1:" + other.port());
                    assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    assertThat(refusal.text()).isEqualTo("What listens at this address is not a rem server");
                }
            }
        }
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TcpOptions taken = new TcpOptions("127.0.0.1", other.getLocalPort(), null);
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> TestServer.start(taken, home, TcpLimits.DEFAULTS, Map.of()))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                    .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("--port 0"));
        }
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> TestServer.at("no-such-host.invalid", home))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void aReadThatTakesTooLong() {
        TcpLimits hasty = TestServer.limits(10, Duration.ofMinutes(1), Duration.ofNanos(1));
        try (TestServer server = TestServer.start(new TcpOptions("127.0.0.1", 0, null), home, hasty, Map.of());
                RemDatabase client = server.connect(home, null)) {
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> {
                        while (true) { // the answer may be faster than the clock
                            client.count("notes");
                        }
                    })
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
            assertThat(client.insert("notes", "{\"name\": \"a\"}").entityType()).isEqualTo("notes");
        }
    }

    private RemException refusal(String address) {
        RemException[] refusal = new RemException[1];
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> TestServer.connect(address, home, Map.of()).close())
                .satisfies(e -> refusal[0] = e);
        return refusal[0];
    }

    /** A server that says one thing to everybody. */
    private static final class Foreigner implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final Thread thread;

        Foreigner(String greeting) throws IOException {
            thread = Thread.ofVirtual().start(() -> {
                while (!listening.isClosed()) {
                    try (Socket socket = listening.accept()) {
                        var _ = socket.getInputStream().readNBytes(1);
                        socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException _) {
                        // the client has gone, or the test is over
                    }
                }
            });
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws Exception {
            listening.close();
            thread.join();
        }
    }
}

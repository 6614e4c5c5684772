package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.Statistics;
import io.remdb.config.RemConfig;
import io.remdb.server.support.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Figures over HTTP, as Prometheus asks for them. */
@Timeout(60)
class MetricsServerTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path home;

    private RemConfig config() {
        return Databases.config("P8_HOME", home.toString(), "P8_API_TOKEN", TOKEN);
    }

    private MetricsServer serve(String host, Supplier<Statistics> statistics) {
        return MetricsServer.start(host, 0, statistics, config());
    }

    /** The whole answer to a request whose lines end as HTTP wants it. */
    private static String ask(MetricsServer server, String request) throws IOException {
        int port = URI.create(server.url()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((request.replace("\n", "\r\n") + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void servesWhatPrometheusReads() throws IOException {
        try (RemDatabase db = RemDatabase.inMemory(options -> options.withConfig(config()))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insert("articles", Databases.article("one", "text", "a", 1));
            try (MetricsServer server = serve("127.0.0.1", () -> db.operations().stats())) {
                String answer = ask(server, "GET /metrics HTTP/1.1\nHost: 127.0.0.1\n");

                assertThat(answer)
                        .startsWith("HTTP/1.1 200")
                        .containsIgnoringCase("Content-Type: text/plain; version=0.0.4; charset=utf-8");
                String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
                assertThat(body.lines())
                        .contains(
                                "# TYPE rem_table_rows gauge",
                                "rem_table_rows{table=\"articles\",state=\"live\"} 1",
                                "rem_operations_total{operation=\"insert\"} 1")
                        .allMatch(line -> line.matches("# (HELP|TYPE) \\w+ .+|\\w+(\\{[^}]+})? [-0-9.E]+"));
                assertThat(ask(server, "HEAD /metrics HTTP/1.1\nHost: localhost\n"))
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void refusesWhatItDoesNotServe() throws IOException {
        try (MetricsServer server = serve("127.0.0.1", () -> {
            throw new RemException(ErrorCode.CLOSED, "The database is closed").with("key", "secret");
        })) {
            assertThat(ask(server, "GET / HTTP/1.1\nHost: 127.0.0.1\n")).startsWith("HTTP/1.1 404");
            assertThat(ask(server, "POST /metrics HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 0\n"))
                    .startsWith("HTTP/1.1 405");
            assertThat(ask(server, "GET /metrics HTTP/1.1\nHost: 127.0.0.1\n"))
                    .startsWith("HTTP/1.1 503")
                    .contains("CLOSED")
                    .doesNotContain("secret");
        }
    }

    @Test
    void wantsNoTokenOnLoopbackButARightOne() throws IOException {
        try (RemDatabase db = RemDatabase.inMemory(options -> options.withConfig(config()));
                MetricsServer server = serve("127.0.0.1", () -> db.operations().stats())) {
            String request = "GET /metrics HTTP/1.1\nHost: 127.0.0.1\n";
            assertThat(ask(server, request + "Authorization: Bearer " + TOKEN + "\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(ask(server, request + "Authorization: Bearer wrong\n")).startsWith("HTTP/1.1 401");
            // A page of another name that has itself resolved to this machine.
            assertThat(ask(server, "GET /metrics HTTP/1.1\nHost: evil.example:80\n"))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void wantsTheTokenElsewhere() throws IOException {
        try (RemDatabase db = RemDatabase.inMemory(options -> options.withConfig(config()));
                MetricsServer server = serve("0.0.0.0", () -> db.operations().stats())) {
            String request = "GET /metrics HTTP/1.1\nHost: db.example.org\n";
            assertThat(ask(server, request)).startsWith("HTTP/1.1 401").contains("Bearer");
            assertThat(ask(server, request + "Authorization: Bearer " + TOKEN + "\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void saysWhereItCannotListen() {
        assertThatThrownBy(() -> serve("192.0.2.1", () -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}

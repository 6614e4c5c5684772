package io.remdb.server.tcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Statistics;
import io.remdb.config.RemConfig;
import io.remdb.telemetry.PrometheusText;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a database at {@code /metrics}, for Prometheus: HTTP, on a port of its own. At a loopback address it asks for no token,
 * elsewhere for that of the server; one that is sent must be right. Thread-safe.
 */
public final class MetricsServer implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(MetricsServer.class.getName());
    private static final String PATH = "/metrics";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Who may be asked for by a browser that some page has led here: the page itself is of another name. */
    private static final Pattern LOCAL_NAMES =
            Pattern.compile("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");

    /** Limits of the JDK's server, in seconds and in connections; read when it is first used. */
    private static final List<String[]> LIMITS = List.of(
            new String[] {"sun.net.httpserver.maxReqTime", "10"},
            new String[] {"sun.net.httpserver.maxRspTime", "10"},
            new String[] {"jdk.httpserver.maxConnections", "64"});

    private final HttpServer server;
    private final ExecutorService thread;
    private final Supplier<Statistics> statistics;
    private final AccessToken token;
    private final boolean tokenRequired;
    private final String host;

    private MetricsServer(String host, int port, Supplier<Statistics> statistics, RemConfig config) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        this.host = host;
        this.statistics = statistics;
        tokenRequired = !address.isLoopbackAddress();
        token = AccessToken.ofServer(config, tokenRequired);
        server = HttpServer.create(new InetSocketAddress(address, port), 0);
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("rem-metrics").daemon().factory());
        server.setExecutor(thread);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Begins to serve.
     *
     * @param host an address of this machine
     * @param port 0 takes a free one
     * @param statistics asked at each call
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for an address that cannot be listened at
     */
    public static MetricsServer start(String host, int port, Supplier<Statistics> statistics, RemConfig config) {
        for (String[] limit : LIMITS) {
            if (System.getProperty(limit[0]) == null) {
                System.setProperty(limit[0], limit[1]);
            }
        }
        try {
            MetricsServer server = new MetricsServer(host, port, statistics, config);
            if (server.tokenRequired) {
                LOGGER.log(
                        Level.WARNING,
                        "Serving figures in plain text at {0}: whoever can listen in on the network reads them, and the token",
                        host);
            }
            return server;
        } catch (IOException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "Figures cannot be served at this address", e)
                    .with("metrics_host", host)
                    .with("metrics_port", port)
                    .with("problem", IoProblem.of(e))
                    .hint("Another program may have the port: --metrics-port 0 takes a free one");
        }
    }

    /** Where the figures are. */
    public String url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + server.getAddress().getPort() + PATH;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String refusal = refusal(exchange);
            if (refusal != null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                send(exchange, 401, TEXT, refusal);
            } else if (!exchange.getRequestURI().getPath().equals(PATH)) {
                send(exchange, 404, TEXT, "The figures are at " + PATH + "\n");
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, TEXT, "Only GET\n");
            } else {
                figures(exchange);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "Figures could not be served because of a defect", e);
        }
    }

    /** Why it is refused; null when it is not. */
    private @Nullable String refusal(HttpExchange exchange) {
        List<String> shown = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        if (!shown.isEmpty()) {
            return shown.size() == 1 && token.isShownBy(shown.getFirst()) ? null : "The token is not the server's\n";
        }
        if (tokenRequired) {
            return "The server wants its token\n";
        }
        String name = exchange.getRequestHeaders().getFirst("Host");
        return name == null || LOCAL_NAMES.matcher(name).matches()
                ? null
                : "Without a token the figures are for this machine: ask for 127.0.0.1\n";
    }

    private void figures(HttpExchange exchange) throws IOException {
        String text;
        try {
            text = PrometheusText.of(statistics.get());
        } catch (RemException e) {
            // Such as a replica whose files are just being replaced.
            send(exchange, 503, TEXT, e.code() + ": " + e.text() + "\n");
            return;
        }
        send(exchange, 200, PrometheusText.CONTENT_TYPE, text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}

package io.remdb.cli;

import io.remdb.Statistics;
import io.remdb.config.RemConfig;
import io.remdb.server.tcp.MetricsServer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the figures of a server are, for Prometheus. */
final class MetricsOptions {
    private static final int MOST_PORT = 65_535;
    private static final String DEFAULT_HOST = "127.0.0.1";

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description =
                    "Serves figures for Prometheus at http://127.0.0.1:PORT/metrics (default: not); 0 takes a free port.")
    private @Nullable Integer port;

    @Option(
            names = "--metrics-host",
            paramLabel = "ADDRESS",
            description = {
                "Where they are served (default: 127.0.0.1).",
                "Every other address than a loopback one asks for the token of the server."
            })
    private @Nullable String host;

    /** What is wrong with them; null when nothing is. */
    @Nullable
    String problem() {
        if (port != null && (port < 0 || port > MOST_PORT)) {
            return "--metrics-port is 0 to " + MOST_PORT;
        }
        if (host != null && port == null) {
            return "--metrics-host says where --metrics-port is";
        }
        return host != null && host.isBlank()
                ? "--metrics-host is an address of this machine, such as " + DEFAULT_HOST
                : null;
    }

    /** Begins to serve them, where that is wanted. */
    Optional<MetricsServer> start(Supplier<Statistics> statistics, RemConfig config) {
        String address = host == null ? DEFAULT_HOST : host;
        return Optional.ofNullable(port).map(chosen -> MetricsServer.start(address, chosen, statistics, config));
    }
}

package io.remdb.cli;

import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.server.owner.ServedDatabase;
import io.remdb.server.tcp.MetricsServer;
import io.remdb.server.tcp.ServerAddress;
import io.remdb.server.tcp.TcpOptions;
import io.remdb.server.tcp.TcpServer;
import io.remdb.server.tcp.TlsFiles;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem serve}. */
@Command(
        name = "serve",
        description = {
            "Serves the database to other machines, and to every command of this one, until Ctrl-C.",
            "There: rem --db rem://HOST:PORT ... (rems:// for TLS)."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db serve --port 0")
final class ServeCommand extends Subcommand {
    private static final int MOST_PORT = 65_535;

    /** Netty does without sun.misc.Unsafe, of which the JDK warns on stderr. */
    private static final String WITHOUT_UNSAFE = "io.netty.noUnsafe";

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = {
                "Where to listen (default: ${DEFAULT-VALUE}, for this machine alone).",
                "Every other address, such as 0.0.0.0 for all, asks its callers for the token."
            })
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port (default: P8_REPLICATION_PORT, else " + ServerAddress.DEFAULT_PORT
                    + "); 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate of this server (PEM): speaks TLS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, not encrypted).")
    private @Nullable Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM): clients need one that is signed by one of these.")
    private @Nullable Path clientAuthorities;

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Override
    int run(Invocation invocation) {
        checkOptions();
        CountDownLatch end = new CountDownLatch(1);
        invocation.interruption().react(end::countDown);
        if (System.getProperty(WITHOUT_UNSAFE) == null) {
            System.setProperty(WITHOUT_UNSAFE, "true");
        }
        RemConfig config = invocation.serverConfig(); // before all else that may have something to say
        Path folder = invocation.database(config);
        Passwords passwords = invocation.passwords(null);
        OpenOptions options = new OpenOptions(Creation.NEVER, config, Sharing.ALONE, passwords.source());
        try (ServedDatabase served = ServedDatabase.open(folder, options, tcp(config));
                MetricsServer figures = metrics.start(
                                () -> served.database().operations().stats(), config)
                        .orElse(null)) {
            invocation.warnOfPasswordInVain(passwords, served.database());
            invocation.output().object(ready(folder, served.tcp(), figures));
            end.await();
            invocation.serverRemark("Stopping: the calls that run are finished first");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        invocation.serverRemark("The database is closed");
        return ExitCode.DONE;
    }

    private void checkOptions() {
        String problem = metrics.problem();
        if (problem != null) {
            throw wrongUsage(problem);
        }
        if (port != null && (port < 0 || port > MOST_PORT)) {
            throw wrongUsage("--port is 0 to " + MOST_PORT);
        }
        if (host.isBlank()) {
            throw wrongUsage("--host is an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all");
        }
        if (certificate == null || key == null) {
            if (certificate != null || key != null || clientAuthorities != null) {
                throw wrongUsage("TLS needs both --tls-cert and --tls-key");
            }
        }
    }

    private TcpOptions tcp(RemConfig config) {
        int at = port == null ? config.replication().port() : port;
        return new TcpOptions(
                host,
                at,
                certificate == null || key == null ? null : new TlsFiles(certificate, key, clientAuthorities));
    }

    private ObjectNode ready(Path folder, TcpServer server, @Nullable MetricsServer figures) {
        ObjectNode ready = Json.object();
        ready.put("address", server.address().toString());
        ready.put("database", folder.toString());
        ready.put("token_required", server.tokenRequired());
        ready.put("token", server.tokenOrigin());
        ready.put("tls", server.address().tls());
        ready.put("client_certificates", clientAuthorities != null);
        ready.put("pid", ProcessHandle.current().pid());
        if (figures != null) {
            ready.put("metrics", figures.url());
        }
        return ready;
    }
}

package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.owner.ReplicaNode;
import io.remdb.server.owner.ReplicationReport;
import io.remdb.server.tcp.MetricsServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rem replicate}. */
@Command(
        name = "replicate",
        addMethodSubcommands = false,
        description = {
            "Makes the database a replica of another one, and brings it up to date.",
            "With --follow it stays, takes what is written there, and serves reads to every command here, until Ctrl-C."
        },
        footer =
                "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/replica replicate --primary localhost:50051 --follow")
final class ReplicateCommand extends Subcommand {
    @Option(
            names = "--primary",
            paramLabel = "HOST:PORT",
            description = {
                "The server to follow, a rem serve; rems://HOST:PORT for TLS.",
                "Default: P8_PRIMARY_HOST, with P8_REPLICATION_PORT where it names no port."
            })
    private @Nullable String primary;

    @Option(names = "--follow", description = "Stays and follows; without it the command ends when everything is here.")
    private boolean follow;

    @Option(
            names = "--force",
            description = "Replaces a database that has rows or a history of its own, which is kept beside it.")
    private boolean force;

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Override
    int run(Invocation invocation) {
        String problem = metrics.problem();
        if (problem != null) {
            throw wrongUsage(problem);
        }
        RemConfig config = invocation.serverConfig(); // before all else that may have something to say
        String address = address(config);
        Path folder = invocation.database(config);
        OpenOptions options = new OpenOptions(
                Creation.NEVER,
                config,
                Sharing.ALONE,
                invocation.passwords(null).source());
        try (ReplicaNode node = ReplicaNode.open(
                        folder, options, address, force, now -> invocation.serverRemark(ReplicationText.remark(now)));
                MetricsServer figures = metrics.start(node::statistics, config).orElse(null)) {
            if (figures != null) {
                invocation.serverRemark("Figures are at " + figures.url());
            }
            CountDownLatch end = new CountDownLatch(1);
            invocation.interruption().react(() -> {
                end.countDown();
                node.stop();
            });
            invocation.serverRemark("Following " + address);
            node.run(follow);
            ReplicationReport report = node.report();
            new ReplicationText(invocation.output()).status(report);
            if (follow && !report.role().equals("replica")) {
                invocation.serverRemark("Promoted: the database takes writes, until Ctrl-C of every command here;"
                        + " rem serve lets replicas follow it");
                end.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (follow) {
            invocation.serverRemark("The database is closed");
        }
        return ExitCode.DONE;
    }

    private String address(RemConfig config) {
        String named = primary != null ? primary : config.replication().primary();
        if (named == null || named.isBlank()) {
            throw wrongUsage("Give the server to follow: --primary HOST:PORT, or P8_PRIMARY_HOST");
        }
        try {
            var _ = ReplicaNode.address(named, config.replication().port());
        } catch (RemException e) {
            if (e.code() == ErrorCode.INVALID_ARGUMENT) {
                throw wrongUsage("--primary is HOST:PORT, such as db.example.org:50051, or rems://HOST:PORT for TLS");
            }
            throw e;
        }
        return named;
    }
}

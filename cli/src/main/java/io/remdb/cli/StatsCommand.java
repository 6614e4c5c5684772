package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.Statistics;
import io.remdb.cli.output.Format;
import io.remdb.telemetry.PrometheusText;
import io.remdb.telemetry.StatisticsJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rem stats}. */
@Command(
        name = "stats",
        addMethodSubcommands = false,
        description = {
            "Shows how much there is of what, and what the process that has the database open has done.",
            "That is rows and bytes of tables, files of the store, memory, the log, operations, errors, replication."
        },
        footer = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db stats")
final class StatsCommand extends Subcommand {
    @Option(
            names = "--prometheus",
            description = "Prints Prometheus's text format (rem serve --metrics-port serves the same).")
    private boolean prometheus;

    @Override
    int run(Invocation invocation) {
        Statistics statistics;
        try (RemDatabase database = invocation.open()) {
            statistics = database.operations().stats();
        }
        if (prometheus) {
            invocation.output().text(PrometheusText.of(statistics));
        } else if (invocation.output().format() == Format.TABLE) {
            invocation.output().text(StatsText.of(statistics));
        } else {
            invocation.output().object(StatisticsJson.object(statistics));
        }
        return ExitCode.DONE;
    }
}

package io.remdb.bench.replication;

import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.server.owner.ReplicaNode;
import io.remdb.server.owner.ReplicationReport;
import io.remdb.server.owner.ReplicationReport.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A replica in a process of its own, until its input ends. To each line {@code status} it says its last entry, whether it is synced, and the
 * entries and milliseconds of its catching up; to {@code lag} the 50th and the 99th percentile of its lag since it was last asked, in
 * microseconds.
 */
final class ReplicaMain {
    private static final long SAMPLE_NANOS = 3_000_000;
    private static final long LONGEST_LAG_MICROS = 60_000_000;
    private static final double MICROS_PER_MS = 1e3;
    private static final int MEDIAN = 50;
    private static final int HIGH = 99;

    private final ReplicaNode node;
    private Histogram lags = new Histogram(LONGEST_LAG_MICROS, 3);

    private ReplicaMain(ReplicaNode node) {
        this.node = node;
    }

    /** {@code FOLDER PRIMARY}, with the settings of the environment. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        OpenOptions options = new OpenOptions(Creation.IF_MISSING, RemConfig.load(), Sharing.ALONE);
        RemDatabase.open(folder, any -> options).close();
        try (ReplicaNode node = ReplicaNode.open(folder, options, arguments[1], false, _ -> {})) {
            ReplicaMain replica = new ReplicaMain(node);
            Thread.ofPlatform().daemon().start(replica::sample);
            Thread.ofPlatform().daemon().start(replica::answer);
            node.run(true);
        }
    }

    private void sample() {
        double before = -1;
        while (!node.stopped()) {
            Double lag = lagMs();
            if (lag != null && lag != before) {
                before = lag;
                synchronized (this) {
                    lags.recordValue(Math.min(LONGEST_LAG_MICROS, Math.round(lag * MICROS_PER_MS)));
                }
            }
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
    }

    private @Nullable Double lagMs() {
        try {
            return Objects.requireNonNull(node.report().following()).lagMs();
        } catch (RemException _) {
            return null; // its files are being replaced
        }
    }

    private void answer() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(line.equals("lag") ? lag() : status());
            }
        } catch (IOException _) {
            // as if it had ended
        } finally {
            node.stop();
        }
    }

    private synchronized String lag() {
        Histogram taken = lags;
        lags = new Histogram(LONGEST_LAG_MICROS, 3);
        return taken.getValueAtPercentile(MEDIAN) + " " + taken.getValueAtPercentile(HIGH);
    }

    private String status() {
        ReplicationReport report;
        try {
            report = node.report();
        } catch (RemException _) {
            return "0 false 0 0"; // its files are being replaced
        }
        Progress progress = Objects.requireNonNull(report.following());
        Double caughtUp = progress.catchupMs();
        return report.lastSequence() + " " + progress.state().equals("synced") + " " + progress.catchupEntries() + " "
                + (caughtUp == null ? 0 : caughtUp);
    }
}

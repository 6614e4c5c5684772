package io.remdb.bench.replication;

import com.sun.management.OperatingSystemMXBean;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.bench.replication.ReplicaProcess.Priority;
import io.remdb.bench.replication.ReplicationFigures.Writers;
import io.remdb.config.RemConfig;
import io.remdb.server.owner.ServedDatabase;
import io.remdb.server.tcp.TcpOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Measures a primary in this process and replicas in others. */
public final class ReplicationBench {
    private static final int WRITERS = 2;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final String HOST = "127.0.0.1";
    private static final String SCHEMA = """
            {"title": "Event", "description": "A small row", "version": "1.0.0", "short_name": "events", "type": "object",
             "properties": {"number": {"type": "integer"}, "count": {"type": "integer"}}, "required": ["number"],
             "json_schema_extra": {"indexed_fields": ["number"]}}
            """;

    /**
     * How much is written.
     *
     * @param rounds of writers with and without replicas
     * @param roundMs how long one takes
     * @param pacedWrites at a thousand a second
     * @param backlog entries to catch up with
     */
    public record Effort(int rounds, int roundMs, int pacedWrites, int backlog) {
        /** What figures need. */
        public static final Effort FULL = new Effort(5, 3_000, 10_000, 300_000);
    }

    private final Effort effort;
    private final Path folder;
    private final int port;
    private final RemDatabase primary;
    private final PrintStream progress;
    private final AtomicInteger next = new AtomicInteger();

    private ReplicationBench(Effort effort, Path folder, int port, RemDatabase primary, PrintStream progress) {
        this.effort = effort;
        this.folder = folder;
        this.port = port;
        this.primary = primary;
        this.progress = progress;
    }

    /**
     * Measures all.
     *
     * @param folder that is empty; removed by the caller
     */
    public static ReplicationFigures run(Effort effort, Path folder, PrintStream progress) {
        RemConfig config = RemConfig.of(Map.of(
                "P8_HOME",
                folder.resolve("home").toString(),
                "P8_REPLICATION_MODE",
                "primary",
                "P8_WAL_MAX_SIZE_MB",
                "1000"));
        OpenOptions options = new OpenOptions(Creation.IF_MISSING, config, Sharing.ALONE);
        int port = freePort();
        try (ServedDatabase served =
                ServedDatabase.open(folder.resolve("primary"), options, new TcpOptions(HOST, port, null))) {
            served.database().schemas().register(Schema.parse(SCHEMA));
            return new ReplicationBench(effort, folder, port, served.database(), progress).measure();
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "No port is free", e);
        }
    }

    private ReplicationFigures measure() {
        say("warming up");
        var _ = write();
        List<Writers> alone = new ArrayList<>();
        List<Writers> beside = new ArrayList<>();
        List<Writers> above = new ArrayList<>();
        for (int round = 1; round <= effort.rounds(); round++) {
            say("writers, alone and with two replicas: round " + round + " of " + effort.rounds());
            alone.add(write());
            beside.add(writeWithReplicas(Priority.EQUAL));
            alone.add(write());
            above.add(writeWithReplicas(Priority.LOWEST));
        }
        say("lag at a thousand writes a second");
        ReplicaProcess.Lag lag = lag();
        say("catching up with " + effort.backlog() + " entries");
        ReplicaProcess.Status caughtUp = catchUp();
        return new ReplicationFigures(
                WRITERS,
                Writers.median(alone),
                Writers.median(beside),
                Writers.median(above),
                lag,
                caughtUp.caughtUp(),
                caughtUp.catchUpMs());
    }

    private void say(String what) {
        progress.println("  " + what);
        progress.flush();
    }

    private ReplicaProcess replica(String name, Priority priority) {
        return new ReplicaProcess(folder.resolve(name), folder.resolve("home"), HOST + ":" + port, priority);
    }

    private Writers writeWithReplicas(Priority priority) {
        try (ReplicaProcess one = replica("replica1", priority);
                ReplicaProcess other = replica("replica2", priority)) {
            var _ = one.await(last());
            var _ = other.await(last());
            return write();
        }
    }

    private long last() {
        return primary.info().sequence();
    }

    /** As fast as it goes, for a while. */
    private Writers write() {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        AtomicLong written = new AtomicLong();
        long processor = process.getProcessCpuTime();
        long begin = System.nanoTime();
        each(() -> {
            while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(effort.roundMs())) {
                insert();
                written.incrementAndGet();
            }
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuMicros = (process.getProcessCpuTime() - processor) / 1e3;
        return new Writers(written.get() / seconds, cpuMicros / written.get());
    }

    private static void each(Runnable writer) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            threads.add(Thread.ofPlatform().start(writer));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Measuring was interrupted", e);
        }
    }

    private void insert() {
        var _ = primary.insert("events", "{\"number\": " + next.incrementAndGet() + ", \"count\": 0}");
    }

    private ReplicaProcess.Lag lag() {
        try (ReplicaProcess replica = replica("replica1", Priority.EQUAL)) {
            var _ = replica.await(last());
            writePaced(effort.pacedWrites() / 4);
            var _ = replica.lag(); // what it was while it warmed up
            writePaced(effort.pacedWrites());
            return replica.lag();
        }
    }

    private void writePaced(int writes) {
        long begin = System.nanoTime();
        for (int i = 0; i < writes; i++) {
            long wait = begin + i * PACE_NANOS - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            insert();
        }
    }

    private ReplicaProcess.Status catchUp() {
        long wanted = last() + effort.backlog();
        each(() -> {
            while (last() < wanted) {
                insert();
            }
        });
        try (ReplicaProcess replica = replica("replica1", Priority.EQUAL)) {
            return replica.await(last());
        }
    }
}

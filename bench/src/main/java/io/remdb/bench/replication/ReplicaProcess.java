package io.remdb.bench.replication;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link ReplicaMain} that this process has started. */
final class ReplicaProcess implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_SECONDS = 120;

    private final Path said;
    private final Process process;
    private final Writer to;
    private final BufferedReader from;

    /**
     * What a replica says of itself.
     *
     * @param sequence its last entry
     * @param synced whether it has everything, as far as it knows
     * @param caughtUp entries that it lacked when it connected
     * @param catchUpMs how long they took
     */
    record Status(long sequence, boolean synced, long caughtUp, double catchUpMs) {}

    /**
     * How far behind a replica is.
     *
     * @param medianMicros of the time from a commit until it was there
     * @param highMicros its 99th percentile
     */
    record Lag(long medianMicros, long highMicros) {}

    /** How a replica runs beside its primary. */
    enum Priority {
        /** They share the processors. */
        EQUAL,
        /** It has them when nobody else wants them: what it takes of the primary then is what a replica elsewhere takes. */
        LOWEST
    }

    ReplicaProcess(Path folder, Path home, String primary, Priority priority) {
        said = folder.resolveSibling(folder.getFileName() + ".log");
        List<String> command = new ArrayList<>();
        if (priority == Priority.LOWEST) {
            command.addAll(List.of("nice", "-n", "19"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicaMain.class.getName(),
                folder.toString(),
                primary));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_"));
        builder.environment().put("P8_HOME", home.toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A replica cannot be started", e)
                    .with("command", command.getFirst());
        }
        to = process.outputWriter(StandardCharsets.UTF_8);
        from = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Returns when it has an entry. */
    Status await(long sequence) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Status status = status();
        while (status.sequence() < sequence || !status.synced()) {
            if (System.nanoTime() > deadline) {
                throw new RemException(ErrorCode.TIMEOUT, "A replica does not catch up")
                        .with("sequence", status.sequence())
                        .with("wanted", sequence);
            }
            LockSupport.parkNanos(POLL_NANOS);
            status = status();
        }
        return status;
    }

    Status status() {
        String[] words = ask("status");
        return new Status(
                Long.parseLong(words[0]),
                Boolean.parseBoolean(words[1]),
                Long.parseLong(words[2]),
                Double.parseDouble(words[3]));
    }

    /** Its lag since this was last asked. */
    Lag lag() {
        String[] words = ask("lag");
        return new Lag(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    private String[] ask(String question) {
        try {
            to.write(question + "\n");
            to.flush();
            String line = from.readLine();
            if (line == null) {
                throw new RemException(ErrorCode.UNAVAILABLE, "A replica has ended")
                        .with("said", Files.readString(said).strip());
            }
            return line.split(" ");
        } catch (IOException e) {
            throw new RemException(ErrorCode.UNAVAILABLE, "A replica has ended", e);
        }
    }

    /** Returns when it has ended. */
    @Override
    public void close() {
        try {
            to.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

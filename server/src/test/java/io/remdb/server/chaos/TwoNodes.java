package io.remdb.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ContentHash;
import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.server.owner.ReplicationCommands;
import io.remdb.server.owner.ReplicationReport;
import io.remdb.server.support.Await;
import io.remdb.server.support.Child;
import io.remdb.server.support.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A primary and a replica in processes of their own, each with the commands of its user. */
final class TwoNodes implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Child> children = new ArrayList<>();

    TwoNodes(Path folder) {
        this.folder = folder;
        environment.put("P8_HOME", folder.resolve("home").toString());
        environment.put("P8_DEFAULT_EMBEDDING", "words:64");
        environment.put("P8_REPLICATION_MODE", "primary");
        try (RemDatabase database = RemDatabase.open(primary(), any -> options(Sharing.ALONE))) {
            database.schemas().register(Schema.parse(Databases.EVENTS));
            database.schemas().register(Schema.parse(Databases.ARTICLES));
        }
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    Path primary() {
        return folder.resolve("primary");
    }

    Path replica() {
        return folder.resolve("replica");
    }

    private OpenOptions options(Sharing sharing) {
        String[] variables = environment.entrySet().stream()
                .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                .toArray(String[]::new);
        return new OpenOptions(Creation.IF_MISSING, Databases.config(variables), sharing);
    }

    /** @param through as {@link Child#start(List, Map, String, Class, Object...)} takes it */
    void startPrimary(List<String> through, String host, int port) {
        start(through, "primary", primary(), host, port);
    }

    /** Makes the database, too, that becomes the replica. */
    void startReplica(List<String> through, String host, int port) {
        RemDatabase.open(replica(), any -> options(Sharing.ALONE)).close();
        start(through, "replica", replica(), host, port);
    }

    private void start(List<String> through, String role, Path database, String host, int port) {
        children.add(Child.start(
                        through,
                        environment,
                        System.getProperty("java.class.path"),
                        ReplicationMain.class,
                        role,
                        database,
                        host,
                        port)
                .await("ready"));
    }

    RemDatabase connect(Path database) {
        return RemDatabase.open(database, any -> options(Sharing.CLIENT));
    }

    ReplicationReport.Progress progress() {
        return Objects.requireNonNull(new ReplicationCommands(replica(), options(Sharing.CLIENT))
                .status()
                .following());
    }

    void awaitState(String state) {
        Await.until("the replica is " + state, () -> progress().state().equals(state));
    }

    /** Waits until the replica has everything, and compares. */
    void assertSame() {
        try (RemDatabase primary = connect(primary());
                RemDatabase replica = connect(replica())) {
            ContentHash wanted = primary.operations().contentHash(ProgressListener.NONE);
            try {
                Await.until("the replica has entry " + wanted.sequence(), () -> sequence(replica) >= wanted.sequence());
            } catch (AssertionError e) {
                throw new AssertionError("The replica: " + progress(), e);
            }
            assertThat(replica.operations().contentHash(ProgressListener.NONE)).isEqualTo(wanted);
        }
    }

    private static long sequence(RemDatabase database) {
        try {
            return database.info().sequence();
        } catch (RemException e) {
            return -1; // its files are being replaced
        }
    }

    /** Whether a command of the system can be run here, as it can by root. */
    static boolean run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean done = process.waitFor() == 0;
            if (!done) {
                System.out.println(String.join(" ", command) + ": " + said.strip());
            }
            return done;
        } catch (IOException e) {
            System.out.println(String.join(" ", command) + ": " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}

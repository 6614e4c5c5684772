package io.remdb.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.OpenOptions.Sharing;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.SearchMode;
import io.remdb.server.owner.OwnerControl;
import io.remdb.server.owner.OwnerStatus;
import io.remdb.server.support.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half of the processes insert batches, half search, query and update, at one database, while its owner is killed. {@code
 * -Drem.processes=20 -Drem.seconds=180 -Drem.kills=5} is the long form.
 */
final class ManyProcessesTest {
    private static final String SCHEMA = """
            {"title": "Note", "description": "notes", "type": "object",
             "properties": {"name": {"type": "string"}, "body": {"type": "string"}, "n": {"type": "integer"}},
             "required": ["name"],
             "json_schema_extra": {"fully_qualified_name": "user.notes", "short_name": "notes", "version": "1.0.0",
               "category": "user", "key_field": "name", "indexed_fields": ["n"]}}
            """;

    private static final int PROCESSES = Integer.getInteger("rem.processes", 6);
    private static final int SECONDS = Integer.getInteger("rem.seconds", 10);
    private static final int KILLS = Integer.getInteger("rem.kills", 2);

    @TempDir
    Path temporary;

    @Test
    void nothingAcknowledgedIsLostAndNoErrorIsSeenWhileTheOwnerIsKilled() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Path folder = temporary.resolve("db");
        try (RemDatabase database = open(folder)) {
            database.schemas().register(Schema.parse(SCHEMA));
        }
        Path end = temporary.resolve("end");
        List<Process> workers = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            workers.add(start(folder, "w" + i, i % 2 == 0 ? "insert" : "use", end));
        }
        // On a busy machine processes take long to start: the owner is killed while they work, and they get on
        // afterwards.
        Await.until("every process that inserts has", () -> ledgers() >= (PROCESSES + 1) / 2);
        killOwners(folder, new Random(seed));
        long before = ledgerBytes();
        Await.until("work goes on after the last kill", () -> ledgerBytes() > before);
        Files.createFile(end);
        for (int i = 0; i < PROCESSES; i++) {
            assertThat(workers.get(i).waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(workers.get(i).exitValue()).as(() -> said(temporary)).isZero();
        }
        try (RemDatabase database = open(folder)) {
            compare(database, acknowledged());
        } finally {
            OwnerControl.of(folder).stop("the test is over");
        }
    }

    private static RemDatabase open(Path folder) {
        return RemDatabase.open(folder, options -> options.withSharing(Sharing.CLIENT));
    }

    private Process start(Path folder, String name, String kind, Path end) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                folder.toString(),
                name,
                kind,
                Sharing.CLIENT.name(),
                temporary.resolve(name + ".ledger").toString(),
                end.toString());
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(temporary.resolve(name + ".err").toFile())
                .start();
    }

    private static void killOwners(Path folder, Random random) throws InterruptedException {
        long start = System.nanoTime();
        for (int kill = 1; kill <= KILLS + 1; kill++) {
            long pause = TimeUnit.SECONDS.toMillis(SECONDS) * kill / (KILLS + 1)
                    - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
                    + (kill <= KILLS ? random.nextInt(500) : 0);
            TimeUnit.MILLISECONDS.sleep(Math.max(pause, 0)); // the time that the test is about, not a synchronisation
            Optional<OwnerStatus> owner =
                    kill <= KILLS ? OwnerControl.of(folder).status() : Optional.empty();
            owner.flatMap(status -> ProcessHandle.of(status.pid())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private List<Path> ledgerFiles() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            files.add(temporary.resolve("w" + i + ".ledger"));
        }
        return files;
    }

    private long ledgers() {
        return ledgerFiles().stream().filter(Files::exists).count();
    }

    private long ledgerBytes() {
        return ledgerFiles().stream().map(Path::toFile).mapToLong(File::length).sum();
    }

    private Map<String, Long> acknowledged() throws IOException {
        Map<String, Long> rows = new HashMap<>();
        for (Path ledger : ledgerFiles()) {
            if (Files.exists(ledger)) {
                for (String line : Files.readAllLines(ledger)) {
                    int blank = line.indexOf(' ');
                    rows.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
                }
            }
        }
        System.out.println(rows.size() + " rows acknowledged");
        return rows;
    }

    private static void compare(RemDatabase database, Map<String, Long> acknowledged) {
        Map<String, Long> there = new HashMap<>();
        try (EntityCursor rows = database.list(Worker.TABLE, RemDatabase.Visibility.LIVE)) {
            while (rows.hasNext()) {
                Entity row = rows.next();
                there.put(
                        row.properties().get("name").stringValue(),
                        row.properties().get("n").longValue());
            }
        }
        assertThat(acknowledged).isNotEmpty();
        assertThat(there).containsExactlyInAnyOrderEntriesOf(acknowledged);
        assertThat(database.count(Worker.TABLE)).isEqualTo(there.size());
        try (QueryResult result = database.query("SELECT count(*) AS c FROM notes")) {
            assertThat(result.iterator().next().number("c")).isEqualTo(there.size());
        }
        database.flush();
        acknowledged.keySet().stream()
                .limit(50)
                .forEach(key -> assertThat(database.search(key)
                                .in(Worker.TABLE)
                                .mode(SearchMode.KEYWORD)
                                .limit(1)
                                .run())
                        .as(key)
                        .singleElement()
                        .extracting(hit -> hit.entity().properties().get("name").stringValue())
                        .isEqualTo(key));
    }

    private static String said(Path folder) {
        StringBuilder said = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".err")).toList()) {
                String text = Files.readString(file);
                said.append(text, 0, Math.min(text.length(), 3000));
            }
        } catch (IOException e) {
            said.append(e);
        }
        return said.toString();
    }
}

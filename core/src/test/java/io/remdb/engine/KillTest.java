package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Entity;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed with SIGKILL in the middle of its writes, again and again. */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("rem.kill.rounds", 3);

    @TempDir
    Path folder;

    @Test
    void afterAKillRowsIndexesAndSearchAgreeAndNothingAcknowledgedIsLost() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KillTest seed " + seed);
        Random random = new Random(seed);
        Path path = folder.resolve("db");
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(writeAndKill(path, round, 1 + random.nextInt(25), random));
            try (RemDatabase db = Databases.open(path)) {
                check(db, acknowledged);
            }
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private static List<String> writeAndKill(Path path, int round, int lines, Random random) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        path.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            while (said.size() < lines) {
                String line = out.readLine();
                if (line == null) {
                    throw new IOException("the writer ended by itself after " + said);
                }
                said.add(line);
            }
            // Not at the moment of an acknowledgement, but somewhere in the work that follows it.
            long until = System.nanoTime() + random.nextInt(20_000_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            // Through the handle: Process.destroyForcibly also closes the pipe, with what was acknowledged still in it.
            writer.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
            }
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static void check(RemDatabase db, List<String> acknowledged) {
        Map<String, Entity> rows = new HashMap<>();
        try (var cursor = db.list("articles", Visibility.LIVE)) {
            cursor.forEachRemaining(
                    entity -> rows.put(entity.properties().get("title").stringValue(), entity));
        }
        for (String line : acknowledged) {
            String name = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "batch" -> {
                    for (int i = 2; i < 3 * KilledWriter.CHUNK_ROWS; i++) {
                        assertThat(rows).as(line).containsKey(name + "n" + i);
                    }
                }
                case "deleted" -> assertThat(rows).as(line).doesNotContainKey(name);
                case "changed" ->
                    assertThat(rows.get(name + "n1"))
                            .as(line)
                            .satisfies(row -> assertThat(
                                            row.properties().get("content").stringValue())
                                    .isEqualTo("changed" + name));
                default -> throw new IllegalStateException(line);
            }
        }
        assertThat(db.count("articles")).isEqualTo(rows.size());
        assertThat(number(db, "SELECT count(*) FROM articles WHERE year >= 0")).isEqualTo(rows.size());
        assertThat(number(db, "SELECT count(*) FROM articles WHERE length(title) > 0"))
                .isEqualTo(rows.size());
        noHalfChunk(db);
        for (Entity row : rows.values().stream().limit(40).toList()) {
            String title = row.properties().get("title").stringValue();
            assertThat(db.lookup(title)).extracting(Entity::id).containsExactly(row.id());
            String category = row.properties().get("category").stringValue();
            assertThat(titles(db, category)).contains(title);
            assertThat(db.search(row.properties().get("content").stringValue())
                            .in("articles")
                            .limit(3)
                            .run())
                    .extracting(hit -> hit.entity().id())
                    .contains(row.id());
        }
        assertThat(db.search("text number").in("articles").limit(1000).run()).hasSize(Math.min(1000, rows.size()));
    }

    /** A chunk of a batch is one unit: all of its rows or none (its first row may have been deleted later). */
    private static void noHalfChunk(RemDatabase db) {
        try (QueryResult result = db.query("SELECT category, count(*) AS n FROM articles GROUP BY category")) {
            result.forEach(row -> assertThat(row.number("n"))
                    .as(row.string("category"))
                    .isBetween(KilledWriter.CHUNK_ROWS - 1L, (long) KilledWriter.CHUNK_ROWS));
        }
    }

    private static List<String> titles(RemDatabase db, String category) {
        try (QueryResult result = db.query("SELECT title FROM articles WHERE category = ?", category)) {
            return result.stream().map(row -> row.string("title")).toList();
        }
    }

    private static long number(RemDatabase db, String sql) {
        try (QueryResult result = db.query(sql)) {
            return result.iterator().next().number(result.columns().getFirst().name());
        }
    }
}

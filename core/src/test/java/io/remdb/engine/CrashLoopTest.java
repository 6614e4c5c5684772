package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ChangeCursor;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process does all that can be done to a database and is killed with SIGKILL, at any moment, its start included; again and again, with
 * random settings, on databases of either kind. This one keeps what must be there: everything that was acknowledged, and of what was under
 * way all or nothing (of a batch in chunks, whole chunks). {@code -Drem.crash.kills=500} is the long form, {@code -Drem.crash.seed}
 * repeats one as far as time allows.
 */
class CrashLoopTest {
    private static final int KILLS = Integer.getInteger("rem.crash.kills", 6);
    private static final int KILLS_PER_DATABASE = 25;
    /** That a process says before it is killed: two an operation. */
    private static final int MOST_LINES = 400;
    /** Some are killed so soon after their start that few have opened the database, or while they do. */
    private static final int SHORTEST_LIVES_MS = 1_500;

    private static final int MOST_MICROSECONDS_LATER = 20_000;

    @TempDir
    Path folder;

    private long acknowledged;
    private long inDoubt;
    private long betweenChunks;

    @Test
    void afterEveryKillEverythingAcknowledgedIsThereAndNothingIsHalfDone() throws Exception {
        long seed = Long.getLong("rem.crash.seed", System.nanoTime());
        System.out.println("CrashLoopTest seed " + seed);
        Random random = new Random(seed);
        Database database = new Database(folder.resolve("db0"), random.nextInt(3) == 0);
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill > 0 && kill % Math.min(KILLS_PER_DATABASE, (KILLS + 1) / 2) == 0) {
                database = new Database(folder.resolve("db" + kill), random.nextInt(3) == 0);
            }
            Life life = new Life(
                    random.nextLong(),
                    variables(random),
                    random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(MOST_LINES),
                    random.nextInt(SHORTEST_LIVES_MS),
                    random.nextInt(MOST_MICROSECONDS_LATER));
            try {
                database.liveAndBeKilled(life);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", kill " + kill + " of " + database + ", " + life, e);
            }
        }
        System.out.println("CrashLoopTest: " + KILLS + " kills, " + acknowledged + " operations acknowledged, "
                + inDoubt + " under way, " + betweenChunks + " of them between two chunks");
        assertThat(acknowledged).isPositive();
    }

    /**
     * One process.
     *
     * @param lines after so many it is killed; 0: after a time
     * @param milliseconds that time
     * @param microsecondsLater not at the moment of an acknowledgement, but somewhere in the work that follows it
     */
    private record Life(long seed, List<String> variables, int lines, int milliseconds, int microsecondsLater) {}

    private static List<String> variables(Random random) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("P8_WAL_SYNC", random.nextBoolean() ? "interval" : "always");
        variables.put("P8_WAL_SYNC_INTERVAL_MS", Integer.toString(1 + random.nextInt(200)));
        if (random.nextBoolean()) {
            variables.put("P8_ROCKSDB_WRITE_BUFFER_SIZE", Integer.toString(1 << 20));
        }
        variables.put("P8_BATCH_SIZE", Integer.toString(1 + random.nextInt(20)));
        if (random.nextInt(3) == 0) {
            variables.put("P8_WAL_MAX_SIZE_MB", "1");
        }
        List<String> list = new ArrayList<>();
        variables.forEach((name, value) -> list.addAll(List.of(name, value)));
        return list;
    }

    /** A database and what it must have. */
    private final class Database {
        private final Path path;
        private final boolean encrypted;
        private final Map<String, ModelState> states = new TreeMap<>();

        Database(Path path, boolean encrypted) {
            this.path = path;
            this.encrypted = encrypted;
            CrashedProcess.PREFIXES.forEach(prefix -> states.put(prefix, new ModelState()));
            try (RemDatabase db = CrashedProcess.open(path, encrypted)) {
                ModelRun.prepare(db);
            }
        }

        @Override
        public String toString() {
            return path.getFileName() + (encrypted ? " (encrypted)" : "");
        }

        void liveAndBeKilled(Life life) throws Exception {
            List<String> said = said(life);
            Map<String, ModelOperation> unanswered = new TreeMap<>();
            for (String prefix : CrashedProcess.PREFIXES) {
                ModelOperation last = follow(life, prefix, said);
                if (last != null) {
                    unanswered.put(prefix, last);
                }
            }
            try (RemDatabase db = CrashedProcess.open(path, encrypted, life.variables.toArray(String[]::new))) {
                for (String prefix : CrashedProcess.PREFIXES) {
                    states.put(prefix, found(db, prefix, unanswered.get(prefix)));
                }
                check(db, new Random(life.seed));
            }
        }

        /** Everything that the process has said. */
        private List<String> said(Life life) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CrashedProcess.class.getName(),
                    path.toString(),
                    Long.toString(life.seed),
                    Boolean.toString(encrypted)));
            command.addAll(life.variables);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<String> said = new ArrayList<>();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                if (life.lines == 0) {
                    assertThat(process.waitFor(life.milliseconds, TimeUnit.MILLISECONDS))
                            .as("ended by itself")
                            .isFalse();
                }
                while (said.size() < life.lines) {
                    String line = out.readLine();
                    if (line == null) {
                        throw new IOException("the process has ended by itself");
                    }
                    said.add(line);
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(life.microsecondsLater));
                // Through the handle: Process.destroyForcibly also closes the pipe, with what was acknowledged still in
                // it.
                process.toHandle().destroyForcibly();
                out.lines().forEach(said::add);
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        }

        private ModelState state(String prefix) {
            return Objects.requireNonNull(states.get(prefix));
        }

        /** Does to the model what was acknowledged; the operation that was not. */
        private @Nullable ModelOperation follow(Life life, String prefix, List<String> said) {
            ModelOperations operations = CrashedProcess.operations(life.seed, prefix);
            ModelOperation current = null;
            for (String line : said) {
                String[] words = line.split(" ", 4);
                if (!words[0].equals(prefix)) {
                    continue;
                }
                if (words[1].equals("begins")) {
                    current = operations.next();
                } else {
                    assertThat(words.length > 3 ? words[3] : "")
                            .as("%s %s", line, current)
                            .isEqualTo(state(prefix).apply(Objects.requireNonNull(current)));
                    acknowledged++;
                    current = null;
                }
            }
            return current;
        }

        /** The state that is there, which must be one of those that may be. */
        private ModelState found(RemDatabase db, String prefix, @Nullable ModelOperation unanswered) {
            ModelState before = state(prefix);
            Map<String, String> there = ModelRun.observe(db, prefix, prefix.equals(CrashedProcess.PREFIXES.getFirst()))
                    .describe();
            if (unanswered == null) {
                assertThat(there).as("rows of %s", prefix).isEqualTo(before.describe());
                return before;
            }
            inDoubt++;
            List<ModelState> possible = before.during(unanswered);
            for (int i = 0; i < possible.size(); i++) {
                if (possible.get(i).describe().equals(there)) {
                    betweenChunks += i > 0 && i < possible.size() - 1 ? 1 : 0;
                    return possible.get(i);
                }
            }
            assertThat(there)
                    .as("rows of %s, killed in %s", prefix, unanswered)
                    .isEqualTo(possible.getLast().describe());
            throw new AssertionError();
        }

        private void check(RemDatabase db, Random random) {
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
            ModelState all = new ModelState();
            List<String> keys = new ArrayList<>();
            for (String prefix : CrashedProcess.PREFIXES) {
                all.add(state(prefix));
                for (int i = 0; i < ModelOperations.KEYS; i++) {
                    keys.add(prefix + "k" + i);
                }
            }
            new ModelQueries(db, all, keys, random).compareAll();
            replay(db);
        }

        /** The log tells the same, where it still begins at the beginning. */
        private void replay(RemDatabase db) {
            ReplayedState replayed = new ReplayedState();
            try (ChangeCursor changes = db.changes().from(0).untilNow().open()) {
                changes.forEachRemaining(replayed::apply);
            } catch (RemException e) {
                assertThat(e.getMessage()).contains("does not go back so far");
                return;
            }
            assertThat(replayed).isEqualTo(ReplayedState.of(db));
        }
    }
}

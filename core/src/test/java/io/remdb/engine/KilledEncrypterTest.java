package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.Entity;
import io.remdb.EntityCursor;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.Schema;
import io.remdb.crypto.TestKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that encrypts a database is killed with SIGKILL, again and again, at each step of it. */
class KilledEncrypterTest {
    private static final int ROUNDS = Integer.getInteger("rem.kill.rounds", 5);
    private static final int ROWS = 200;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** In the name of every row; nothing else has it. */
    private static final String WORD = "quibblesnatch";

    /** When a process is killed. */
    private enum Moment {
        /** While the copy is made. */
        COPYING(50) {
            @Override
            boolean come(Path database) {
                return Files.exists(database.resolve("store.new"));
            }
        },
        /** Once the copy is complete. */
        COPIED(0) {
            @Override
            boolean come(Path database) {
                return Files.exists(database.resolve("store.new").resolve("HEAD"));
            }
        },
        /** Where the database is moved away, or the copy takes its place. */
        SWAPPING(0) {
            @Override
            boolean come(Path database) {
                return Files.exists(database.resolve("store.plain"));
            }
        },
        /** Where the files that can be read are removed. */
        REMOVING(0) {
            @Override
            boolean come(Path database) {
                return Files.exists(database.resolve("store.plain")) && !Files.exists(database.resolve("store.new"));
            }
        },
        /** Some time after the beginning. */
        ANY(400) {
            @Override
            boolean come(Path database) {
                return true;
            }
        };

        private final int mostMilliseconds;

        Moment(int mostMilliseconds) {
            this.mostMilliseconds = mostMilliseconds;
        }

        abstract boolean come(Path database);

        long delayNanos(Random random) {
            return mostMilliseconds == 0 ? 0 : random.nextLong(TimeUnit.MILLISECONDS.toNanos(mostMilliseconds));
        }
    }

    @TempDir
    Path folder;

    @Test
    void theDatabaseIsWholeWheneverItsEncrypterIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KilledEncrypterTest seed " + seed);
        Random random = new Random(seed);
        Path original = folder.resolve("original");
        Map<String, String> rows = fill(original);
        Map<Moment, Integer> killed = new EnumMap<>(Moment.class);
        for (int round = 0; round < ROUNDS; round++) {
            Moment moment = Moment.values()[round % Moment.values().length];
            String what = "seed " + seed + ", round " + round + ", " + moment;
            Path path = folder.resolve("db" + round);
            copy(original, path);
            if (encryptAndKill(path, moment, random)) {
                killed.merge(moment, 1, Integer::sum);
            }
            if (round % 2 == 1) {
                // Whoever goes on where it was killed is killed, too.
                encryptAndKill(path, Moment.ANY, random);
            }
            if (!isWhole(path, rows, what)) {
                KilledEncrypter.encrypt(path);
            }
            assertThat(isWhole(path, rows, what)).as(what).isTrue();
            delete(path);
        }
        assertThat(killed).as("killed before the end").isNotEmpty();
        System.out.println("KilledEncrypterTest killed " + killed);
    }

    /** Whether it was killed before it had ended. */
    private static boolean encryptAndKill(Path path, Moment moment, Random random) throws Exception {
        Process encrypter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEncrypter.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = encrypter.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo(KilledEncrypter.BEGUN);
            await(encrypter, () -> moment.come(path), LONGEST_NANOS);
            await(encrypter, () -> false, moment.delayNanos(random));
            boolean alive = encrypter.isAlive();
            encrypter.toHandle().destroyForcibly();
            assertThat(encrypter.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(alive || encrypter.exitValue() == 0)
                    .as("it failed by itself")
                    .isTrue();
            return alive;
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** Looks without a pause: what is waited for may last for less than a millisecond. */
    private static void await(Process process, Condition condition, long nanos) {
        long end = System.nanoTime() + nanos;
        while (!condition.holds() && process.isAlive() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** Checks that everything is there, and nothing else; whether it is encrypted. */
    private static boolean isWhole(Path path, Map<String, String> rows, String what) throws IOException {
        boolean encrypted;
        try (RemDatabase db = RemDatabase.open(
                path, options -> options.withConfig(Databases.config()).withKeys(TestKeys.encrypted()))) {
            encrypted = db.info().encrypted();
            assertThat(read(db)).as(what).isEqualTo(rows);
            assertThat(db.lookup(title(7))).as(what).hasSize(1);
            assertThat(db.operations().verify(ProgressListener.NONE).findings())
                    .as(what)
                    .isEmpty();
        }
        if (encrypted) {
            try (var files = Files.list(path)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as(what)
                        .containsOnly("store", "search");
            }
            assertThat(readable(path)).as(what).isEmpty();
        }
        return encrypted;
    }

    private static List<Path> readable(Path path) throws IOException {
        List<Path> readable = new ArrayList<>();
        try (var files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(WORD)) {
                    readable.add(file);
                }
            }
        }
        return readable;
    }

    private static Map<String, String> fill(Path path) throws IOException {
        Map<String, String> written;
        try (RemDatabase db = RemDatabase.open(
                path, options -> options.withConfig(Databases.config("P8_ROCKSDB_COMPRESSION", "none")))) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(Databases.article(title(i), WORD + " is about " + i, "c" + i % 5, 1900 + i));
            }
            db.insertAll("articles", rows.iterator(), BatchOptions.DEFAULTS);
            db.link(title(1), title(2), "cites", "{\"page\": 3}");
            db.flush();
            written = read(db);
        }
        assertThat(written).hasSize(ROWS);
        assertThat(readable(path)).as("what is looked for can be found").isNotEmpty();
        return written;
    }

    private static String title(int number) {
        return WORD + " " + number;
    }

    /** Rows with their edges. */
    private static Map<String, String> read(RemDatabase db) {
        Map<String, String> rows = new HashMap<>();
        try (EntityCursor cursor = db.list("articles", Visibility.WITH_DELETED)) {
            while (cursor.hasNext()) {
                Entity row = db.get(cursor.next().id()).orElseThrow();
                rows.put(row.id().toString(), row.toString());
            }
        }
        return rows;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bit is flipped, a sector wiped or the end cut off in files of every kind that a database has: what comes of it is an error with a
 * code, a search index that is built anew, or the right answers, and never a wrong row, another error, a process that ends or hangs.
 */
class DamageTest {
    private static final int MUTATIONS = Integer.getInteger("rem.damage.mutations", 16);
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damagedFilesAreReportedOrRepaired(boolean encrypted) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
        System.out.println("DamageTest seed " + seed);
        DamageTemplate.make(folder.resolve("closed"), folder.resolve("killed"), encrypted);
        System.out.println("DamageTest kinds "
                + DamagedDatabases.kinds(folder.resolve("killed")).keySet());
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        int next = 0;
        while (next < MUTATIONS) {
            next = run(encrypted, seed, next, outcomes, wrong);
        }
        System.out.println("DamageTest " + (encrypted ? "encrypted " : "plain ") + outcomes);
        assertThat(wrong).isEmpty();
        assertThat(outcomes).containsKeys("refused", "harmless");
    }

    /** @return the first mutation that is left: a process that ends or hangs is followed by another */
    private int run(boolean encrypted, long seed, int from, Map<String, Integer> outcomes, List<String> wrong)
            throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash.txt"),
                        "-Xmx512m",
                        "-Drem.damage.only=" + System.getProperty("rem.damage.only", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DamagedDatabases.class.getName(),
                        folder.toString(),
                        Boolean.toString(encrypted),
                        Long.toString(seed),
                        Integer.toString(from),
                        Integer.toString(MUTATIONS))
                .redirectError(folder.resolve("said.txt").toFile())
                .start();
        AtomicLong heard = new AtomicLong(System.nanoTime());
        Thread watch = Thread.ofPlatform().daemon().start(() -> endWhenSilent(process, heard));
        String begun = null;
        int next = from;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                heard.set(System.nanoTime());
                if (line.startsWith("begin ")) {
                    begun = line;
                } else {
                    begun = null;
                    next++;
                    outcomes.merge(line.replaceFirst("[ (].*", ""), 1, Integer::sum);
                    if (line.startsWith("WRONG")) {
                        wrong.add(line);
                    }
                }
            }
        } finally {
            process.destroyForcibly();
            watch.interrupt();
        }
        int exit = process.waitFor();
        if (begun != null) {
            outcomes.merge("ended", 1, Integer::sum);
            wrong.add("ended with " + exit + " in " + begun);
            return next + 1;
        }
        assertThat(exit).as(Files.readString(folder.resolve("said.txt"))).isZero();
        return next;
    }

    private static void endWhenSilent(Process process, AtomicLong heard) {
        try {
            while (!process.waitFor(1, TimeUnit.SECONDS)) {
                if (System.nanoTime() - heard.get() > LONGEST.toNanos()) {
                    process.toHandle().destroyForcibly();
                    return;
                }
            }
        } catch (InterruptedException _) {
            // It has ended.
        }
    }
}

package io.remdb.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of 500 files is taken in by a JVM whose heap is 256 MB, the database and its model in the same process. */
class SmallHeapTest {
    private static final int FILES = 500;
    private static final int MOST_MINUTES = 5;

    @TempDir
    Path folder;

    @Test
    void fiveHundredFilesInAHeapOf256Megabytes() throws IOException, InterruptedException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Random random = new Random(5);
        Path report = Path.of("src", "test", "resources", "files");
        for (int i = 0; i < FILES; i++) {
            switch (i % 100) {
                case 0 -> Files.copy(report.resolve("report.docx"), files.resolve(i + ".docx"));
                case 1 -> Files.copy(report.resolve("report.html"), files.resolve(i + ".html"));
                case 2 -> Files.copy(report.resolve("ships.xlsx"), files.resolve(i + ".xlsx"));
                // Words that no model knows, so that it is the length that counts and not the work of the model.
                case 3 -> Files.writeString(files.resolve(i + ".txt"), ("x".repeat(5_000) + "\n").repeat(600));
                default -> Files.writeString(files.resolve(i + ".md"), text(random, i));
            }
        }
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.resolve("db").toString(),
                files.toString()));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(child.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).isTrue();
        List<String> printed = Files.readAllLines(output);
        printed.forEach(System.out::println);
        assertThat(child.exitValue()).as(String.join("\n", printed)).isZero();
        assertThat(printed).anyMatch(line -> line.startsWith("files=" + FILES + " failed=0 "));
    }

    private static String text(Random random, int number) {
        StringBuilder text = new StringBuilder("# File " + number + "\n\n");
        for (int section = 0; section < 2; section++) {
            text.append("## Section ").append(section).append("\n\n");
            for (int sentence = 0; sentence < 5; sentence++) {
                text.append("The ship number ")
                        .append(random.nextInt(10_000))
                        .append(" lies at quay ")
                        .append(random.nextInt(100))
                        .append(" with a cargo of timber and of grain. ");
            }
            text.append("\n\n");
        }
        return text.toString();
    }

    /** The process that is measured. */
    static final class Child {
        private Child() {}

        /** The folder of the database, and that of the files. */
        public static void main(String[] arguments) {
            try (RemDatabase db = RemDatabase.open(Path.of(arguments[0]), Settings::configured);
                    IngestRun run =
                            new Ingester(db, Settings.config()).start(List.of(arguments[1]), IngestOptions.DEFAULTS)) {
                run.forEachRemaining(result -> {
                    if (result.error() != null) {
                        System.out.println(result);
                    }
                });
                IngestTotals totals = run.totals();
                long peak = java.lang.management.ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum();
                System.out.println("files=" + totals.files() + " failed=" + totals.failed() + " chunks="
                        + totals.chunks() + " peak_heap_mb=" + (peak >> 20));
            }
        }
    }
}

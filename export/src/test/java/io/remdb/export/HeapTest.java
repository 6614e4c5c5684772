package io.remdb.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of any number of rows in a heap that holds few of them. {@code -Drem.export.rows=1000000 -Drem.export.heap=256m
 * -Drem.export.steps=PARQUET,CSV,JSONL,IMPORT} (profile {@code chaos}) is the long form.
 */
class HeapTest {
    private static final int ROWS = Integer.getInteger("rem.export.rows", 30_000);
    private static final List<String> STEPS =
            List.of(System.getProperty("rem.export.steps", "PARQUET,CSV,JSONL").split(",", -1));
    private static final String HEAP = System.getProperty("rem.export.heap", "48m");

    @TempDir
    Path folder;

    @Test
    void exportsInASmallHeap() throws IOException, InterruptedException {
        try (RemDatabase db = RemDatabase.open(folder.resolve("db"), any -> TestDatabase.options())) {
            db.schemas().register(Schema.parse(TestDatabase.EVENTS));
            db.insertAll(
                    "events", IntStream.range(0, ROWS).mapToObj(HeapTest::row).iterator(), BatchOptions.DEFAULTS);
        }
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExportInSmallHeap.class.getName(),
                        folder.toString(),
                        String.join(",", STEPS)))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(output);
        assertThat(child.waitFor()).as(output).isZero();
        for (String step : STEPS) {
            assertThat(output).contains(step + " rows=" + ROWS + " ");
        }
    }

    /** About 600 bytes, so that all of them as JSON trees do not fit into the heap. */
    private static String row(int number) {
        return "{\"number\": " + number + ", \"note\": \"" + ("words of row " + number + " ").repeat(25)
                + "\", \"undeclared\": {\"a\": [" + number + ", true, null], \"b\": \"" + number % 7 + "\"}}";
    }
}

package io.remdb.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of any number of rows in a heap that holds few of them. {@code -Drem.export.rows=1000000 -Drem.export.heap=256m}
 * (profile {@code chaos}) is the long form.
 */
class HeapTest {
    private static final int ROWS = Integer.getInteger("rem.export.rows", 60_000);
    private static final String HEAP = System.getProperty("rem.export.heap", "64m");

    @TempDir
    Path folder;

    @Test
    void exportsAndImportsInASmallHeap() throws IOException, InterruptedException {
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
                        Integer.toString(ROWS)))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(output);
        assertThat(child.waitFor()).as(output).isZero();
        for (String step : List.of("PARQUET", "CSV", "JSONL", "IMPORT")) {
            assertThat(output).contains(step + " rows=" + ROWS + " ");
        }
    }
}

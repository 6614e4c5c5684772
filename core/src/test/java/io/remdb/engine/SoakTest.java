package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers, readers and searchers on the same rows, all at once: nobody fails, everybody finds what he has written, and disk, heap and native
 * memory stay what they are. The long form ({@code rem.soak.seconds}) takes half an hour.
 */
class SoakTest {
    private static final int SECONDS = Integer.getInteger("rem.soak.seconds", 15);

    /** All of it in use from the beginning: what grows is native. */
    private static final List<String> HEAP = List.of("-Xms384m", "-Xmx384m", "-XX:+AlwaysPreTouch");

    @TempDir
    Path folder;

    @Test
    void mixedLoadTakesConstantMemory() throws Exception {
        try (TestProcess soak = TestProcess.start(Soak.class, HEAP, folder.resolve("db"), SECONDS)) {
            assertThat(soak.end()).isZero();
            soak.lines().forEach(System.out::println);
            assertThat(soak.lines().getLast()).startsWith("did ");
            List<Usage> usages = Usage.parse(soak.lines());
            ChurnTest.isBounded("KiB of disk", usages, Usage::diskKib, 96 << 10);
            ChurnTest.isBounded("KiB of heap", usages, Usage::heapKib, 36 << 10);
            ChurnTest.isBounded("KiB of memory", usages, Usage::memoryKib, 64 << 10);
            ChurnTest.isBounded("open files", usages, Usage::openFiles, 100);
        }
    }
}

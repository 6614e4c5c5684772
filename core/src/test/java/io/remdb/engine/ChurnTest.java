package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same thousand rows, embedded and written anew again and again, take no more disk, heap and native memory than they did for a while, and
 * are found as they are now. The long form ({@code rem.churn}) writes a million times.
 */
class ChurnTest {
    private static final int WRITES = Integer.getInteger("rem.churn", 30_000);
    /** All of it in use from the beginning: what grows is native. */
    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

    @TempDir
    Path folder;

    @Test
    void theSameRowsWrittenAgainAndAgainTakeNoMore() throws Exception {
        try (TestProcess churn = TestProcess.start(Churn.class, HEAP, folder.resolve("db"), WRITES)) {
            assertThat(churn.end()).isZero();
            churn.lines().forEach(System.out::println);
            assertThat(churn.lines()).endsWith("right");
            List<Usage> usages = Usage.parse(churn.lines());
            assertThat(usages).hasSize(10);
            isBounded("KiB of disk", usages, Usage::diskKib, 48 << 10);
            isBounded("KiB of heap", usages, Usage::heapKib, 20 << 10);
            isBounded("KiB of memory", usages, Usage::memoryKib, 32 << 10);
            isBounded("open files", usages, Usage::openFiles, 16);
        }
    }

    /** The most in the second half is what there was in the first: files that are about to be merged come and go. */
    static void isBounded(String what, List<Usage> usages, ToLongFunction<Usage> of, long slack) {
        int half = usages.size() / 2;
        long before = usages.subList(0, half).stream().mapToLong(of).max().orElse(0);
        long after =
                usages.subList(half, usages.size()).stream().mapToLong(of).max().orElse(0);
        assertThat(after).as("%s, before %d", what, before).isLessThanOrEqualTo(before + slack);
    }
}

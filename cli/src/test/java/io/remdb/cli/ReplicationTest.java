package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of a primary with two replicas, with processes that are real. */
@Timeout(300)
class ReplicationTest {
    private static final Path EXAMPLE = Path.of("").toAbsolutePath().resolveSibling("examples/replication.sh");

    @TempDir
    Path folder;

    @Test
    void theExampleRuns() throws IOException, InterruptedException {
        Launched launched = Launched.in(folder);
        ProcessBuilder builder = new ProcessBuilder(EXAMPLE.toString(), Integer.toString(freePort()));
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_") || name.equals("COLUMNS"));
        builder.environment().put("REM", launched.folder().resolve("rem").toString());
        builder.environment().put("TMPDIR", folder.toString());

        Launched.Run run = Launched.run(builder, "");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("WAL sequence: 3\nEntries: 3\n")
                .contains("Mode: replica\nPrimary: localhost:")
                .contains("Status: synced\n")
                .contains("Buffered writes: 0 (read-only)")
                .contains("error[READ_ONLY]: This database is a replica, which takes no writes")
                .contains("Status: disconnected\n")
                .containsPattern("Last sync: \\d+s ago")
                .containsPattern("Catchup: completed \\(1 entry, [\\d.]+ms\\)")
                .containsPattern("\\{\"title\":\"Doc 2\"}")
                .containsPattern("(\\{\"hash\":\"[0-9a-f]{64}\",\"sequence\":4,\"rows\":\\d+})\\s+\\1")
                .contains("{\"epoch\":2,\"mode\":\"primary\"}")
                .contains("\"COUNT(*)\":3");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}

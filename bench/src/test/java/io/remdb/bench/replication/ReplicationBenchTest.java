package io.remdb.bench.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.bench.replication.ReplicationBench.Effort;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(180)
class ReplicationBenchTest {
    @TempDir
    Path folder;

    @Test
    void measuresAPrimaryAndReplicasInProcessesOfTheirOwn() {
        ByteArrayOutputStream progress = new ByteArrayOutputStream();
        ReplicationFigures figures = ReplicationBench.run(
                new Effort(1, 200, 400, 2_000), folder, new PrintStream(progress, true, StandardCharsets.UTF_8));
        // On a busy machine the replica may not have had the last of those that were written before.
        assertThat(figures.caughtUp()).isBetween(2_000L, 2_999L);
        assertThat(figures.lag().medianMicros()).isPositive();
        assertThat(figures.lag().highMicros())
                .isGreaterThanOrEqualTo(figures.lag().medianMicros());
        JsonNode json = figures.json();
        assertThat(json.path("alone").path("writes_per_s").asDouble()).isPositive();
        assertThat(json.path("catchup_entries_per_s").asDouble()).isPositive();
        assertThat(figures.text()).contains("lag at 1,000 writes/s, p50", "at most 5 ms", "catching up with 2,");
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("round 1 of 1");
    }
}

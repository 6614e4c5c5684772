package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Here java is the command that is measured: there is no launcher. */
class BenchCliTest {
    @Test
    void measuresEveryCommandAsAProcessAndSetsTargetsForWhatPeopleWaitFor() {
        RemRun run = RemRun.rem("bench", "--cli", "--runs", "1", "--json", "-");

        assertThat(run.err()).doesNotContain("error[");
        assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
        ObjectNode report = run.json();
        assertThat(report.get("launcher").asBoolean()).isFalse();
        assertThat(report.get("results"))
                .extracting(result -> result.get("command").asString())
                .containsExactly(
                        "--version",
                        "get, through an owner",
                        "count, through an owner",
                        "search, through an owner",
                        "insert, through an owner",
                        "get that starts the owner",
                        "get, without an owner");
        for (JsonNode result : report.get("results")) {
            assertThat(result.get("runs").asInt()).isEqualTo(1);
            assertThat(result.get("cpu_ms").asDouble()).isPositive();
            assertThat(result.get("wall_ms").asDouble()).isPositive();
        }
        assertThat(report.get("results"))
                .filteredOn(result -> result.has("target_ms"))
                .extracting(result -> result.get("target_ms").asInt())
                .containsExactly(250, 300, 450);
    }

    @Test
    void refusesOptionsOfTheOtherBenchmarks() {
        assertThat(RemRun.rem("bench", "--cli", "--only", "sql").err())
                .contains("--cli takes --runs and --json, and no other option");
        assertThat(RemRun.rem("bench", "--runs", "3").err()).contains("goes with --cli");
    }
}

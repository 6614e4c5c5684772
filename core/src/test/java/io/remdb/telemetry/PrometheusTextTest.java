package io.remdb.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.Statistics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final Statistics ALL = new Statistics(
            new Statistics.OwnerProcess(7, Instant.EPOCH, 1.5),
            true,
            List.of(new Statistics.Table("a\"b\\c\nd", 1, 2, 3, 4, 5, 6, 7L, 8, "m", null, 60L)),
            List.of(new Statistics.Family("entities", 1, 2, 3, 4)),
            new Statistics.Memory(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            new Statistics.Log(1, 9, 9, 100, 5, new Statistics.Archiving(8, Instant.EPOCH, "the disk is full")),
            List.of(new Statistics.Cache("sealed_blocks", 3, 4)),
            2,
            List.of(new Statistics.Operation(
                    "get", 10, 1, 0, 3, 0.25, List.of(new Statistics.Bucket(0.1, 1), new Statistics.Bucket(1, 3)))),
            Map.of("NOT_FOUND", 1L),
            new Statistics.Replication(
                    "replica",
                    "host:1",
                    2,
                    new Statistics.Following("catching up", 100, 91, 250.0, 5, 1, 3, null, 6, 7),
                    List.of(new Statistics.Replica("r1", 8, 1, Instant.EPOCH, true, 55))),
            new Statistics.Serving(1, 2, 3));

    @Test
    void isWhatPrometheusReads() {
        Map<String, Double> samples = ExpositionFormat.parse(PrometheusText.of(ALL));

        assertThat(samples)
                .containsEntry("rem_uptime_seconds", 1.5)
                .containsEntry("rem_log_archiving_failing", 1.0)
                .containsEntry("rem_log_archiving_last_sequence", 8.0)
                .containsEntry("rem_table_rows{table=\"a\\\"b\\\\c\\nd\",state=\"deleted\"}", 2.0)
                .containsEntry("rem_operations_total{operation=\"get\"}", 10.0)
                .containsEntry("rem_operation_duration_seconds_bucket{operation=\"get\",le=\"0.1\"}", 1.0)
                .containsEntry("rem_operation_duration_seconds_bucket{operation=\"get\",le=\"+Inf\"}", 3.0)
                .containsEntry("rem_operation_duration_seconds_sum{operation=\"get\"}", 0.25)
                .containsEntry("rem_errors_total{code=\"NOT_FOUND\"}", 1.0)
                .containsEntry("rem_replication_role{role=\"replica\"}", 1.0)
                .containsEntry("rem_replica_state{state=\"catching up\"}", 1.0)
                .containsEntry("rem_replica_lag_entries", 91.0)
                .containsEntry("rem_replica_lag_seconds", 0.25)
                .containsEntry("rem_replica_reconnects_total", 1.0)
                .containsEntry("rem_replica_snapshot_total_bytes", 7.0)
                .containsEntry("rem_primary_replica_lag_entries{replica=\"r1\"}", 1.0)
                .doesNotContainKey("rem_replica_catchup_seconds");
    }

    @Test
    void survivesTheWayAsJson() {
        assertThat(StatisticsJson.parse(StatisticsJson.text(ALL))).isEqualTo(ALL);
        assertThat(StatisticsJson.object(ALL)
                        .path("process")
                        .path("uptime_seconds")
                        .doubleValue())
                .isEqualTo(1.5);
        assertThat(StatisticsJson.object(ALL).at("/tables/0/deleted_rows").longValue())
                .isEqualTo(2);
    }

    @Test
    void theReaderOfTheTestsIsStrict() {
        for (String wrong : List.of(
                "x 1\n",
                "# HELP x h\n# TYPE x gauge\nx 1",
                "# HELP x h\n# TYPE x gauge\nx{a=\"b} 1\n",
                "# HELP x h\n# TYPE x counter\nx 1\n",
                "# HELP x h\n# TYPE x gauge\nx 1\nx 1\n",
                "# HELP x h\n# TYPE x histogram\nx_bucket{a=\"1\",le=\"1\"} 2\nx_bucket{a=\"1\",le=\"+Inf\"} 1\n")) {
            assertThatThrownBy(() -> ExpositionFormat.parse(wrong)).isInstanceOf(AssertionError.class);
        }
    }
}

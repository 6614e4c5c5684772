package io.remdb.bench.dream;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.bench.dream.DreamBenchReport.Measured;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DreamBenchReportTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    /** Some hours of each week. */
    private static final Pattern SOME =
            Pattern.compile("\"(?:created_at|start)\": \"2026-(?:03-09T(?:09|1[78])|10-05T10):");

    @TempDir
    Path folder;

    @Test
    void comparesWithWhatAReaderSays() throws IOException {
        for (String week : List.of("week", "week-2")) {
            Files.createDirectory(folder.resolve(week));
            for (String file : List.of("sessions", "messages", "resources", "gold")) {
                List<String> lines = Files.readAllLines(EXAMPLES.resolve(week).resolve(file + ".jsonl"));
                lines.removeIf(line -> !SOME.matcher(line).find());
                Files.write(folder.resolve(week).resolve(file + ".jsonl"), lines);
            }
        }

        DreamBenchReport report = DreamBenchReport.run(folder, new PrintStream(OutputStream.nullOutputStream()));

        assertThat(report.weeks()).containsOnlyKeys("week", "week-2");
        Measured first = Objects.requireNonNull(report.weeks().get("week"));
        assertThat(first.gold()).isEqualTo(3);
        // The end of the session is found at least.
        assertThat(first.quality().boundaries().recall()).isGreaterThanOrEqualTo(0.5);
        assertThat(first.quality().windowDiff()).isBetween(0.0, 0.5);
        assertThat(first.quality().people().f1()).isGreaterThan(0.6);
        assertThat(first.quality().allLinks().precision()).isGreaterThan(0.7);
        assertThat(report.text()).contains("boundaries (target F1 .75)").contains("WindowDiff");
        assertThat(report.json().path("week").path("people").path("right").asInt())
                .isPositive();
    }

    @Test
    void countsShares() {
        Share share = new Share(3, 4, 6).plus(Share.NONE);

        assertThat(share.precision()).isEqualTo(0.75);
        assertThat(share.recall()).isEqualTo(0.5);
        assertThat(share.f1()).isEqualTo(0.6);
        assertThat(Share.NONE.f1()).isEqualTo(1);
    }
}

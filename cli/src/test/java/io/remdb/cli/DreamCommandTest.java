package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

class DreamCommandTest {
    private static final List<String> SAID = List.of(
            "The roof above the kitchen leaks again, I have put a bucket under it.",
            "Charlotte said that the roofer comes on Thursday with new tiles.",
            "Then the tiles are paid from the insurance, I hope.");

    @TempDir
    Path folder;

    private Path db;

    @BeforeEach
    void saysSomething() {
        db = folder.resolve("db");
        assertThat(RemRun.in(db, "init").exitCode()).isZero();
        for (int i = 0; i < SAID.size(); i++) {
            String row =
                    "{\"session_id\": \"11111111-2222-4333-8444-555555555555\", \"role\": \"user\", \"content\": \""
                            + SAID.get(i) + "\", \"timestamp\": \"2026-03-09T12:0" + i + ":00Z\"}";
            assertThat(RemRun.in(db, "insert", "messages", row).exitCode()).isZero();
        }
    }

    private RemRun dream(String... more) {
        String[] line = new String[more.length + 5];
        System.arraycopy(new String[] {"dream", "--start", "2026-03-09", "--end", "2026-03-09"}, 0, line, 0, 5);
        System.arraycopy(more, 0, line, 5, more.length);
        return RemRun.in(db, line);
    }

    @Test
    void showsWritesAndTakesBack() throws IOException {
        Path report = folder.resolve("report.json");
        RemRun planned = dream("--dry-run", "--debug", "--output", report.toString());
        assertThat(planned.exitCode()).as(planned.err()).isZero();
        assertThat(planned.json().path("written").asBoolean(true)).isFalse();
        assertThat(planned.err()).contains("described by local");
        assertThat(Files.readString(report)).contains("\"moments\"");
        assertThat(RemRun.in(db, "count", "moments").json().path("count").asInt())
                .isZero();

        RemRun run = dream();
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode moment = run.json().path("moments").path(0);
        assertThat(moment.path("people").path(0).asString()).isEqualTo("Charlotte");
        assertThat(moment.path("action").asString()).isEqualTo("created");
        assertThat(run.json().path("llm").path("model").asString()).isEqualTo("local");
        assertThat(run.json().path("edges").path("captured_in").asInt()).isEqualTo(1);

        RemRun again = dream("--verbose", "--format", "table");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("1: 0 created, 0 updated, 1 unchanged")
                .contains("people: Charlotte")
                .contains("Summary of Monday");

        String id = run.json().path("run_id").asString();
        RemRun undone = RemRun.in(db, "dream", "undo", id);
        assertThat(undone.exitCode()).as(undone.err()).isZero();
        assertThat(undone.json().path("rows").asInt()).isEqualTo(2);
        assertThat(RemRun.in(db, "count", "moments").json().path("count").asInt())
                .isZero();
        RemRun nothing = RemRun.in(db, "dream", "undo", id);
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(nothing.err()).contains("NOT_FOUND");
    }

    @Test
    void letsNobodyCommandTheTerminal() {
        String row =
                "{\"session_id\": \"11111111-2222-4333-8444-555555555555\", \"role\": \"user\", \"content\": \"The tiles are \\u001b[31mred\\u001b]0;title\\u0007 on the roof.\", \"timestamp\": \"2026-03-09T12:05:00Z\"}";
        assertThat(RemRun.in(db, "insert", "messages", row).exitCode()).isZero();

        RemRun run = dream("--verbose", "--debug", "--format", "table");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("tiles").doesNotContain("\u001b", "\u0007");
        assertThat(run.err()).doesNotContain("\u001b", "\u0007");
    }

    @Test
    void writesWhatIsAskedForOnly() {
        assertThat(dream("--summary-only").json().path("summaries").size()).isEqualTo(1);
        assertThat(RemRun.in(db, "count", "moments").json().path("count").asInt())
                .isZero();
        assertThat(dream("--min-duration-minutes", "30", "--dry-run")
                        .json()
                        .path("moments")
                        .size())
                .isZero();
        assertThat(dream("--moment-types", "learning", "--dry-run")
                        .json()
                        .path("moments")
                        .size())
                .isZero();
        RemRun unknown = dream("--moment-types", "sleeping");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(unknown.err()).contains("--moment-types=sleeping").contains("work_session, learning");
    }

    @Test
    void refusesWindowsThatMakeNoSense() {
        assertThat(dream("--lookback-hours", "3").err()).contains("not both");
        assertThat(RemRun.in(db, "dream", "--lookback-hours", "0").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(db, "dream", "--min-duration-minutes", "-1").exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(db, "dream", "--start", "2026-03-09", "--end", "2026-03-01")
                        .exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(RemRun.in(db, "dream", "--start", "yesterday").err()).contains("neither a date");
        assertThat(dream("--output", folder.resolve("none").resolve("r.json").toString())
                        .err())
                .contains("IO_ERROR");
    }

    @Test
    void readsDaysAndTimes() {
        DateOrTime.Converter converter = new DateOrTime.Converter();
        ZoneId zone = ZoneOffset.ofHours(2);

        DateOrTime day = converter.convert("2026-03-09");
        assertThat(day.start(zone)).isEqualTo(Instant.parse("2026-03-08T22:00:00Z"));
        assertThat(day.end(zone)).isEqualTo(Instant.parse("2026-03-09T22:00:00Z"));
        DateOrTime local = converter.convert("2026-03-09T10:30");
        assertThat(local.start(zone)).isEqualTo(local.end(zone)).isEqualTo(Instant.parse("2026-03-09T08:30:00Z"));
        DateOrTime exact = converter.convert("2026-03-09T10:30:00Z");
        assertThat(exact.start(zone)).isEqualTo(exact.end(zone)).isEqualTo(Instant.parse("2026-03-09T10:30:00Z"));
        assertThatThrownBy(() -> converter.convert("2026-13-01")).isInstanceOf(TypeConversionException.class);
    }
}

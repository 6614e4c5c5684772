package io.remdb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.config.Schedule.After;
import io.remdb.config.Schedule.Daily;
import io.remdb.config.Schedule.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @ValueSource(strings = {"1m", "90m", "6h", "1d", "366d", "02:30", "23:59", "after:1", "after:1000000"})
    void readsWhatItWrites(String text) {
        assertThat(Schedule.parse(text)).isNotNull().hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "6",
                "-6h",
                "0m",
                "367d",
                "1.5h",
                "02:30:00",
                "25:00",
                "a:b:c",
                "after:",
                "after:0",
                "after:1000001"
            })
    void readsNothingElse(String text) {
        assertThat(Schedule.parse(text)).isNull();
    }

    @Test
    void countsFromTheLastTime() {
        Instant last = Instant.parse("2026-03-09T08:00:00Z");

        assertThat(new Every(Duration.ofHours(6)).next(last)).isEqualTo("2026-03-09T14:00:00Z");
        assertThat(new After(5).messages()).isEqualTo(5);
    }

    @Test
    void goesByTheClockOnTheWall() {
        Daily half = new Daily(LocalTime.of(2, 30));

        assertThat(half.next(Instant.parse("2026-03-09T01:29:00Z"), BERLIN)).isEqualTo("2026-03-09T01:30:00Z");
        assertThat(half.next(Instant.parse("2026-03-09T01:30:00Z"), BERLIN)).isEqualTo("2026-03-10T01:30:00Z");
        // On 29 March there is no half past two: it is half past three.
        assertThat(half.next(Instant.parse("2026-03-28T12:00:00Z"), BERLIN)).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(half.next(Instant.parse("2026-03-29T02:00:00Z"), BERLIN)).isEqualTo("2026-03-30T00:30:00Z");
    }
}

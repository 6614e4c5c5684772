package io.remdb.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000Z",
        "2026-01-31T08:15:30.123456789Z, 2026-01-31T08:15:30.123456Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "0000-02-29T00:00:00.000001Z, 0000-02-29T00:00:00.000001Z",
        "0987-06-05T04:03:02.1Z, 0987-06-05T04:03:02.100000Z",
        "9999-12-31T23:59:59.5Z, 9999-12-31T23:59:59.500000Z",
        "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000000Z",
        "-0001-01-01T00:00:00Z, -0001-01-01T00:00:00.000000Z"
    })
    void writesSixDecimalsWhateverTheTime(String time, String text) {
        assertThat(Timestamps.text(Instant.parse(time))).isEqualTo(text);
    }
}

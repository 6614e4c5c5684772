package io.remdb.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogScaleTest {
    @Test
    void equalFactorsAreEquallyLong() {
        LogScale scale = LogScale.over(10_000, 1_000_000, 100, 300);

        assertThat(scale.position(10_000)).isEqualTo(100);
        assertThat(scale.position(100_000)).isCloseTo(200, within(1e-9));
        assertThat(scale.position(1_000_000)).isCloseTo(300, within(1e-9));
        assertThat(scale.position(20_000) - 100).isCloseTo(scale.position(200_000) - 200, within(1e-9));
    }

    @Test
    void beginsAndEndsWithPowersOfTen() {
        assertThat(LogScale.over(0.03, 4, 0, 1)).isEqualTo(new LogScale(-2, 1, 0, 1));
        assertThat(LogScale.over(0.001, 0.01, 0, 1)).isEqualTo(new LogScale(-3, -2, 0, 1));
        assertThat(LogScale.over(999.9, 1000.1, 0, 1)).isEqualTo(new LogScale(2, 4, 0, 1));
    }

    @Test
    void oneValueHasADecade() {
        assertThat(LogScale.over(10_000, 10_000, 0, 1)).isEqualTo(new LogScale(4, 5, 0, 1));
        assertThat(LogScale.over(0.5, 0.5, 0, 1)).isEqualTo(new LogScale(-1, 0, 0, 1));
    }

    @Test
    void goesUpToo() {
        LogScale scale = LogScale.over(1, 10, 400, 50);

        assertThat(scale.position(1)).isEqualTo(400);
        assertThat(scale.position(10)).isEqualTo(50);
    }

    @Test
    void labelsAreWholeNumbersOrExactFractions() {
        assertThat(labels(LogScale.over(0.001, 1000, 0, 1)))
                .containsExactly("0.001", "0.01", "0.1", "1", "10", "100", "1,000");
        assertThat(labels(LogScale.over(1000, 10_000, 0, 1))).containsExactly("1,000", "2,000", "5,000", "10,000");
        assertThat(LogScale.over(1, 100, 0, 1).ticks()).hasSize(19);
    }

    private static List<String> labels(LogScale scale) {
        return scale.ticks().stream()
                .filter(LogScale.Tick::labelled)
                .map(LogScale.Tick::text)
                .toList();
    }
}

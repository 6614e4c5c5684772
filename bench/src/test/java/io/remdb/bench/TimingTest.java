package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
    private static final Pace SHORT = new Pace(3, 4, 10_000, 5, 10_000, 1, 1, 1, 1);

    @Test
    void countsOnlyWhatWasMeasured() {
        Timing timing = Timing.measure(SHORT, number -> {});

        assertThat(timing.operations()).isEqualTo(15);
    }

    @Test
    void operationsNeverGetTheSameNumberTwice() {
        List<Integer> numbers = new ArrayList<>();
        Timing.measure(SHORT, numbers::add);

        assertThat(numbers).hasSize(19).doesNotHaveDuplicates();
    }

    @Test
    void sideBySideTakesTurns() {
        List<String> order = new ArrayList<>();
        Timing.measureSideBySide(
                new Pace(2, 1, 10_000, 1, 10_000, 1, 1, 1, 1),
                List.of(number -> order.add("a" + number), number -> order.add("b" + number)));

        assertThat(order).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
    }

    @Test
    void medianIsAMeasuredValue() {
        assertThat(Timing.median(3, 1, 2)).isEqualTo(2);
        assertThat(Timing.median(4, 1, 2, 3)).isEqualTo(2);
    }
}

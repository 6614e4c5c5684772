package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class LongCodesTest {
    private static final int MANY = 20_000;

    @Test
    void valuesAreNumberedAsTheyCome() {
        LongCodes codes = new LongCodes();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < MANY; i++) {
                assertThat(codes.code(i * -7L)).isEqualTo(i);
            }
        }
        assertThat(codes.count()).isEqualTo(MANY);
        assertThat(codes.value(3)).isEqualTo(-21);
    }

    /** Of values that differ in their first bits, their last or some between, next to none lies far from its place. */
    @Test
    void commonValuesDoNotCollide() {
        assertThat(steps(i -> i)).isLessThan(2);
        assertThat(steps(i -> Double.doubleToLongBits((double) i))).isLessThan(2);
        assertThat(steps(i -> Double.doubleToLongBits(i / 4.0))).isLessThan(2);
        assertThat(steps(i -> Double.doubleToLongBits(i / 100.0))).isLessThan(2);
        assertThat(steps(i -> 1_700_000_000_000_000L + i * 86_400_000_000L)).isLessThan(2);
        assertThat(steps(i -> ((i / 100) << 32) | i % 100)).isLessThan(2);
    }

    private static double steps(LongUnaryOperator value) {
        LongCodes codes = new LongCodes();
        for (int i = 0; i < MANY; i++) {
            codes.code(value.applyAsLong(i));
        }
        return codes.steps() / (double) MANY;
    }
}

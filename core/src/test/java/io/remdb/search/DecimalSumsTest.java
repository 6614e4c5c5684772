package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DecimalSumsTest {
    private static final int GROUPS = 7;

    private final Random random = new Random(42);

    /** Sums are those of {@link BigDecimal}, to the last digit and with the scale. */
    private void addsAsBigDecimalsDo(int count, Supplier<Double> numbers) {
        DecimalSums sums = new DecimalSums();
        sums.grow(GROUPS);
        BigDecimal[] expected = new BigDecimal[GROUPS];
        List<Double> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double number = numbers.get() + 0.0;
            int group = random.nextInt(GROUPS - 1);
            sums.add(group, number);
            BigDecimal decimal = BigDecimal.valueOf(number);
            expected[group] = expected[group] == null ? decimal : expected[group].add(decimal);
            added.add(number);
            assertThat(sums.sum(group)).as("after %s", added).isEqualTo(expected[group]);
        }
        for (int group = 0; group < GROUPS; group++) {
            assertThat(sums.sum(group)).isEqualTo(expected[group]);
        }
    }

    @Test
    void pricesRatingsAndWholeNumbers() {
        addsAsBigDecimalsDo(500, () -> random.nextInt(1_000_000) / 100.0);
        addsAsBigDecimalsDo(500, () -> random.nextInt(51) / 10.0);
        addsAsBigDecimalsDo(500, () -> (double) random.nextInt(-1000, 1000));
    }

    @Test
    void numbersOfAnyLength() {
        for (int round = 0; round < 50; round++) {
            addsAsBigDecimalsDo(
                    100,
                    () -> Math.round((random.nextDouble() - 0.5) * 1e6 * Math.pow(10, random.nextInt(10)))
                            / Math.pow(10, random.nextInt(12)));
        }
    }

    @Test
    void anyDoubles() {
        addsAsBigDecimalsDo(500, random::nextDouble);
        addsAsBigDecimalsDo(500, () -> random.nextDouble() * Math.pow(10, random.nextInt(-30, 30)));
        addsAsBigDecimalsDo(200, () -> {
            double any = Double.longBitsToDouble(random.nextLong());
            return Double.isFinite(any) && Math.abs(any) < 1e50 && Math.abs(any) > 1e-50 ? any : 0.0;
        });
    }

    @Test
    void edges() {
        double[] edges = {
            0,
            1e7,
            9_999_999.0,
            9_999_999.9,
            1e7 + 0.5,
            1e-3,
            9.99e-4,
            0.001,
            0.0015,
            1e15,
            999_999.999999999,
            1e22,
            0.1,
            -0.0,
            4.35,
            1.005,
            2.675,
            123_456.7890123,
            1e-9
        };
        addsAsBigDecimalsDo(2_000, () -> edges[random.nextInt(edges.length)] * (random.nextBoolean() ? 1 : -1));
    }

    /** Whole numbers that add up to more than a long. */
    @Test
    void sumsWithoutABound() {
        DecimalSums sums = new DecimalSums();
        sums.grow(1);
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < 20_000; i++) {
            double number = 999_999.123456789;
            sums.add(0, number);
            expected = expected.add(BigDecimal.valueOf(number));
        }
        assertThat(sums.sum(0)).isEqualTo(expected);
        sums.add(0, 0.5);
        sums.add(0, 5_000_000);
        expected = expected.add(BigDecimal.valueOf(0.5)).add(BigDecimal.valueOf(5_000_000.0));
        assertThat(sums.sum(0)).isEqualTo(expected);
    }

    /** A first number with many digits comes when others have been added up to much. */
    @Test
    void digitsThatComeLate() {
        DecimalSums sums = new DecimalSums();
        sums.grow(1);
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < 300_000; i++) {
            sums.add(0, 9_999_999);
            expected = expected.add(BigDecimal.valueOf(9_999_999.0));
        }
        sums.add(0, 0.000000001 + 0.002);
        expected = expected.add(BigDecimal.valueOf(0.000000001 + 0.002));
        assertThat(sums.sum(0)).isEqualTo(expected);
    }
}

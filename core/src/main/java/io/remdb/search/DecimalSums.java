package io.remdb.search;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of doubles by group, each double taken for the shortest decimal that is it ({@link Double#toString}), without rounding: what
 * {@link BigDecimal#add} of {@link BigDecimal#valueOf(double)} gives, whatever the order, and with the same scale. One thread at a time.
 *
 * <p>Most numbers in rows (prices, ratings) have few digits. Such a number times a power of ten is a whole number {@code m} of at most fifteen
 * digits, and {@code m} divided by that power is the number again. No two decimals of at most fifteen digits are the same double, so the
 * shortest one is {@code m} times ten to the minus scale, and whole numbers can be added instead.
 */
final class DecimalSums {
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final long[] WHOLE_POWERS =
            Arrays.stream(POWERS).mapToLong(power -> (long) power).toArray();
    private static final int MOST_DIGITS = POWERS.length - 1;
    private static final double FIFTEEN_DIGITS = 1e15;

    /** {@link Double#toString} writes numbers from here on, and up to {@link #LONG}, without an exponent: at least one digit behind the point. */
    private static final double SHORT = 1e-3;

    private static final double LONG = 1e7;

    /** Digits behind the point of {@link #sums}. */
    private int scale = 1;

    private long[] sums = {};
    /** Digits behind the point of the longest number that is in a group's sum; 0 when none is. */
    private byte[] scales = {};
    /** What does not go into {@link #sums}. */
    private @Nullable BigDecimal[] others = {};

    /** Lets there be so many groups. */
    void grow(int groups) {
        sums = Arrays.copyOf(sums, groups);
        scales = Arrays.copyOf(scales, groups);
        others = Arrays.copyOf(others, groups);
    }

    void add(int group, double number) {
        if (!isPlain(number) || !(addScaled(group, number, scale) || addLonger(group, number))) {
            addOther(group, BigDecimal.valueOf(number));
        }
    }

    private static boolean isPlain(double number) {
        double size = Math.abs(number);
        return (size >= SHORT && size < LONG) || number == 0;
    }

    private boolean addScaled(int group, double number, int digits) {
        double power = POWERS[digits];
        double product = Math.rint(number * power);
        if (Math.abs(product) >= FIFTEEN_DIGITS || product / power != number) {
            return false;
        }
        long whole = (long) product;
        if (digits > scale) {
            rescale(digits);
        }
        long sum = sums[group] + whole;
        if (((sums[group] ^ sum) & (whole ^ sum)) < 0) {
            addOther(group, BigDecimal.valueOf(sums[group], scale).setScale(Math.max(1, scales[group])));
            sum = whole;
        }
        sums[group] = sum;
        if (scales[group] < scale) {
            lengthen(group, whole);
        }
        return true;
    }

    /** With more digits than any number before. */
    private boolean addLonger(int group, double number) {
        for (int digits = scale + 1; digits <= MOST_DIGITS; digits++) {
            if (addScaled(group, number, digits)) {
                return true;
            }
        }
        return false;
    }

    private void rescale(int digits) {
        long factor = WHOLE_POWERS[digits - scale];
        for (int group = 0; group < sums.length; group++) {
            long high = Math.multiplyHigh(sums[group], factor);
            long low = sums[group] * factor;
            if (high == low >> 63) {
                sums[group] = low;
            } else {
                addOther(group, BigDecimal.valueOf(sums[group], scale).setScale(Math.max(1, scales[group])));
                sums[group] = 0;
            }
        }
        scale = digits;
    }

    /** Lets the scale of a group be that of a number, if it is longer. */
    private void lengthen(int group, long whole) {
        int digits = Math.max(1, scales[group]);
        while (digits < scale && whole % WHOLE_POWERS[scale - digits] != 0) {
            digits++;
        }
        scales[group] = (byte) digits;
    }

    private void addOther(int group, BigDecimal number) {
        BigDecimal other = others[group];
        others[group] = other == null ? number : other.add(number);
    }

    /** The sum of a group; null when nothing was added. */
    @Nullable
    BigDecimal sum(int group) {
        BigDecimal other = others[group];
        if (scales[group] == 0) {
            return other;
        }
        BigDecimal sum = BigDecimal.valueOf(sums[group], scale).setScale(scales[group]);
        return other == null ? sum : other.add(sum);
    }
}

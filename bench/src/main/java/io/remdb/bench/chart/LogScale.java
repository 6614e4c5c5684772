package io.remdb.bench.chart;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A logarithmic axis over whole decades, so that equal factors are equally long and the ends have round labels.
 *
 * @param firstDecade the exponent of ten where it begins
 * @param lastDecade the exponent of ten where it ends
 * @param from the coordinate of its beginning
 * @param to the coordinate of its end; less than {@code from} where it goes up, as SVG counts downwards
 */
record LogScale(int firstDecade, int lastDecade, double from, double to) {
    private static final int LAST_DIGIT = 9;
    /** On a longer axis there is no room for labels between the powers of ten. */
    private static final int DECADES_WITH_LABELS_BETWEEN = 2;
    /** A power of ten must not count as a little more or less than it is. */
    private static final double ROUNDING = 1e-9;

    /**
     * A tick of the axis.
     *
     * @param value one digit and zeros
     * @param decade whether it is a power of ten
     * @param labelled whether there is room for its number
     */
    record Tick(BigDecimal value, boolean decade, boolean labelled) {
        String text() {
            return number(value);
        }
    }

    /** The axis for values between these two; at least one decade. */
    static LogScale over(double smallest, double largest, double from, double to) {
        int first = (int) Math.floor(Math.log10(smallest) + ROUNDING);
        int last = (int) Math.ceil(Math.log10(largest) - ROUNDING);
        return new LogScale(first, Math.max(last, first + 1), from, to);
    }

    /** The coordinate of a value. */
    double position(double value) {
        return from + (to - from) * (Math.log10(value) - firstDecade) / (lastDecade - firstDecade);
    }

    /** The ticks, from the smallest to the largest. */
    List<Tick> ticks() {
        boolean between = lastDecade - firstDecade <= DECADES_WITH_LABELS_BETWEEN;
        List<Tick> ticks = new ArrayList<>();
        for (int decade = firstDecade; decade < lastDecade; decade++) {
            for (int digit = 1; digit <= LAST_DIGIT; digit++) {
                boolean labelled = digit == 1 || (between && (digit == 2 || digit == 5));
                ticks.add(new Tick(BigDecimal.valueOf(digit).scaleByPowerOfTen(decade), digit == 1, labelled));
            }
        }
        ticks.add(new Tick(BigDecimal.ONE.scaleByPowerOfTen(lastDecade), true, true));
        return ticks;
    }

    /** A number as the axis writes it: with all its digits, and no zeros behind them. */
    static String number(Number value) {
        return new DecimalFormat("#,##0.############", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}

package io.remdb.bench.chart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a chart.
 *
 * @param label as the legend says it
 * @param points in the order in which they are joined
 * @param limit drawn as a dashed line; null for none
 */
public record Curve(
        String label, List<Point> points, @Nullable Limit limit) {
    public Curve {
        points = List.copyOf(points);
    }

    /**
     * A point. A logarithmic axis has no place for what is not above zero.
     *
     * @param x above 0
     * @param y above 0
     */
    public record Point(double x, double y) {
        public Point {
            requireDrawable(x);
            requireDrawable(y);
        }
    }

    /**
     * Where a curve should end at most, or at least.
     *
     * @param y above 0
     * @param text as the legend says it
     */
    public record Limit(double y, String text) {
        public Limit {
            requireDrawable(y);
        }
    }

    /** Whether a logarithmic axis has a place for it. */
    public static boolean drawable(double value) {
        return value > 0 && Double.isFinite(value);
    }

    private static void requireDrawable(double value) {
        if (!drawable(value)) {
            throw new IllegalArgumentException("Not on a logarithmic axis: " + value);
        }
    }
}

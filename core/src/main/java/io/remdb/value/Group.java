package io.remdb.value;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group that a {@link Grouping} asks for. Immutable.
 *
 * @param keys the values that its rows have in common, in the order of the grouping's columns
 * @param rows how many they are
 * @param measures of each measured column, in the order of the grouping
 */
public record Group(List<FieldValue> keys, long rows, List<Measure> measures) {
    public Group {
        keys = List.copyOf(keys);
        measures = List.copyOf(measures);
    }

    /**
     * What the values of a column come to.
     *
     * @param values how many rows have one
     * @param sum of whole numbers, or of the shortest decimals that are the doubles; without rounding, with as many digits behind the point
     *     as the longest of them; null when there are no values, or nobody asked
     * @param least {@link FieldValue.Null} when there are no values, or nobody asked
     * @param greatest as {@code least}
     */
    public record Measure(long values, @Nullable BigDecimal sum, FieldValue least, FieldValue greatest) {}
}

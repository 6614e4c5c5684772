package io.remdb.search;

import io.remdb.value.FieldValue;
import io.remdb.value.Group.Measure;
import io.remdb.value.Grouping.Measured;
import io.remdb.value.ScalarType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.jspecify.annotations.Nullable;

/** Counts, sums and bounds of a column, by group. One thread at a time. */
final class MeasuredColumn {
    private final ColumnValues column;
    private final boolean bounded;
    private final @Nullable DecimalSums decimals;
    private final @Nullable WholeSums wholes;
    private NumericDocValues numbers = DocValues.emptyNumeric();
    private @Nullable SortedDocValues texts;
    private long[] values = {};
    /** As {@link #orderly} makes them of what is kept. */
    private long[] least = {};

    private long[] greatest = {};

    MeasuredColumn(ColumnValues column, Measured measured) {
        this.column = column;
        this.bounded = measured.bounded();
        this.decimals = measured.summed() && column.type() == ScalarType.NUMBER ? new DecimalSums() : null;
        this.wholes = measured.summed() && column.type() == ScalarType.INTEGER ? new WholeSums() : null;
    }

    /** Goes on with another segment. */
    void open(LeafReader leaf) throws IOException {
        if (column.isText()) {
            texts = DocValues.getSorted(leaf, column.name());
        } else {
            numbers = DocValues.getNumeric(leaf, column.name());
        }
    }

    /** Lets there be so many groups. */
    void grow(int groups) {
        int before = values.length;
        values = Arrays.copyOf(values, groups);
        if (bounded) {
            least = Arrays.copyOf(least, groups);
            greatest = Arrays.copyOf(greatest, groups);
            Arrays.fill(least, before, groups, Long.MAX_VALUE);
            Arrays.fill(greatest, before, groups, Long.MIN_VALUE);
        }
        if (decimals != null) {
            decimals.grow(groups);
        }
        if (wholes != null) {
            wholes.grow(groups);
        }
    }

    /**
     * Adds the values of some documents to those of their groups.
     *
     * @param documents of the open segment, ascending, behind those of the call before
     */
    void add(int[] documents, int count, int[] groups) throws IOException {
        if (texts != null) {
            count(texts, documents, count, groups);
            return;
        }
        NumericDocValues read = numbers;
        for (int i = 0; i < count; i++) {
            if (read.advanceExact(documents[i])) {
                int group = groups[i];
                values[group]++;
                add(group, read.longValue());
            }
        }
    }

    private void count(SortedDocValues read, int[] documents, int count, int[] groups) throws IOException {
        for (int i = 0; i < count; i++) {
            if (read.advanceExact(documents[i])) {
                values[groups[i]]++;
            }
        }
    }

    private void add(int group, long number) {
        if (decimals != null) {
            decimals.add(group, Double.longBitsToDouble(number));
        } else if (wholes != null) {
            wholes.add(group, number);
        }
        if (bounded) {
            long place = orderly(number);
            least[group] = Math.min(least[group], place);
            greatest[group] = Math.max(greatest[group], place);
        }
    }

    /** In the order of the values; its own inverse. The bits of negative doubles are in the other order. */
    private long orderly(long number) {
        return column.type() == ScalarType.NUMBER ? number ^ ((number >> 63) & Long.MAX_VALUE) : number;
    }

    /** What the values of a group come to. */
    Measure of(int group) {
        BigDecimal sum = null;
        if (values[group] > 0) {
            sum = decimals != null ? decimals.sum(group) : wholes != null ? wholes.sum(group) : null;
        }
        boolean known = bounded && values[group] > 0;
        return new Measure(
                values[group],
                sum,
                known ? column.value(orderly(least[group])) : FieldValue.Null.NULL,
                known ? column.value(orderly(greatest[group])) : FieldValue.Null.NULL);
    }

    /** Sums of whole numbers, without a bound. */
    private static final class WholeSums {
        private long[] sums = {};
        private @Nullable BigDecimal[] beyond = {};

        void grow(int groups) {
            sums = Arrays.copyOf(sums, groups);
            beyond = Arrays.copyOf(beyond, groups);
        }

        void add(int group, long number) {
            long sum = sums[group] + number;
            if (((sums[group] ^ sum) & (number ^ sum)) < 0) {
                beyond[group] = sum(group);
                sum = number;
            }
            sums[group] = sum;
        }

        BigDecimal sum(int group) {
            BigDecimal sum = BigDecimal.valueOf(sums[group]);
            BigDecimal other = beyond[group];
            return other == null ? sum : other.add(sum);
        }
    }
}

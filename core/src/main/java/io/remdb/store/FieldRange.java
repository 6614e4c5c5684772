package io.remdb.store;

import io.remdb.value.FieldValue;
import org.jspecify.annotations.Nullable;

/**
 * A range of an ordered index.
 *
 * @param lower the first value; null for no bound, which includes {@link FieldValue.Null}
 * @param lowerInclusive whether {@code lower} itself belongs to it
 * @param upper the last value; null for no bound
 * @param upperInclusive whether {@code upper} itself belongs to it
 */
public record FieldRange(
        @Nullable FieldValue lower,
        boolean lowerInclusive,
        @Nullable FieldValue upper,
        boolean upperInclusive) {
    /** Everything, nulls first. */
    public static final FieldRange ALL = new FieldRange(null, true, null, true);

    /** Whether it is that of one value, NULL included. */
    public boolean isOneValue() {
        return lower != null && lowerInclusive && upperInclusive && lower.equals(upper);
    }

    /** Exactly one value. */
    public static FieldRange equalTo(FieldValue value) {
        return new FieldRange(value, true, value, true);
    }
}

package io.remdb;

import java.time.Duration;

/**
 * What a vacuum removes.
 *
 * @param olderThan rows that were soft-deleted so long ago or longer; not negative
 * @param mode whether it is done
 */
public record VacuumOptions(Duration olderThan, Mode mode) {
    /** For so long a soft-deleted row can be brought back, unless another time is given. */
    public static final Duration DEFAULT_AGE = Duration.ofDays(30);

    /** Rows that were soft-deleted 30 days ago or longer are removed. */
    public static final VacuumOptions DEFAULTS = new VacuumOptions(DEFAULT_AGE, Mode.REMOVE);

    /** Whether it is done. */
    public enum Mode {
        /** It is done. */
        REMOVE,
        /** It is only said what would be done. */
        DRY_RUN
    }

    public VacuumOptions {
        if (olderThan.isNegative()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "An age is not negative").with("older_than", olderThan);
        }
    }

    /** The same for rows that were deleted so long ago. */
    public VacuumOptions olderThan(Duration age) {
        return new VacuumOptions(age, mode);
    }

    /** The same, only saying what would be done. */
    public VacuumOptions dryRun() {
        return new VacuumOptions(olderThan, Mode.DRY_RUN);
    }
}

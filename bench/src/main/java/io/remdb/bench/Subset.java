package io.remdb.bench;

import io.remdb.bench.data.Rows;

/** Which articles a search may find; how near their vectors are to a question has nothing to do with it. */
enum Subset {
    /** All. */
    ALL(""),
    /** A hundredth. */
    ONE_PERCENT("bucket < " + Rows.BUCKETS / 100),
    /** A ten-thousandth. */
    ONE_OF_10000("bucket = " + Subset.ONE_BUCKET);

    private static final int ONE_BUCKET = 4242;

    private final String predicate;

    Subset(String predicate) {
        this.predicate = predicate;
    }

    /** As SQL; empty for all. */
    String predicate() {
        return predicate;
    }

    boolean holds(int bucket) {
        return switch (this) {
            case ALL -> true;
            case ONE_PERCENT -> bucket < Rows.BUCKETS / 100;
            case ONE_OF_10000 -> bucket == ONE_BUCKET;
        };
    }
}

package io.remdb.bench;

import java.util.List;

/** One thing that the benchmark measures. A new one is a class of its own and a line in {@link Measurements}. */
interface Measurement {
    /** The name for {@code --only}: lower case, words joined by hyphens. */
    String name();

    /** What is measured, in a phrase. */
    String what();

    /** Measures. May add rows to the tables of the context, but not change or remove those that are there. */
    List<Result> run(Context context);
}

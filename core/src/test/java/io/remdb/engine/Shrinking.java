package io.remdb.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list of operations that fails smaller: leaves out halves, quarters and so on down to single ones, as long as something still
 * fails (A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002).
 */
final class Shrinking {
    private static final int MOST_RUNS = 150;

    private Shrinking() {}

    /** Fewer operations, and how they fail. */
    record Smaller(List<ModelOperation> operations, Throwable failure) {}

    static Smaller of(List<ModelOperation> operations, Consumer<List<ModelOperation>> run, Throwable failure) {
        Smaller smallest = new Smaller(operations, failure);
        int runs = 0;
        for (int size = Math.max(1, operations.size() / 2); runs < MOST_RUNS; ) {
            boolean smaller = false;
            for (int from = 0; from < smallest.operations.size() && runs < MOST_RUNS; ) {
                List<ModelOperation> fewer = new ArrayList<>(smallest.operations);
                fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
                runs++;
                Throwable same = failure(fewer, run);
                if (same == null) {
                    from += size;
                } else {
                    smallest = new Smaller(fewer, same);
                    smaller = true;
                }
            }
            if (size == 1 && !smaller) {
                return smallest;
            }
            size = Math.max(1, size / 2);
        }
        return smallest;
    }

    private static @Nullable Throwable failure(List<ModelOperation> operations, Consumer<List<ModelOperation>> run) {
        try {
            run.accept(operations);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }
}

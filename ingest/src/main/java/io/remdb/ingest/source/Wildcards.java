package io.remdb.ingest.source;

import java.util.List;
import java.util.function.Predicate;

/**
 * A sequence with gaps: of characters for the names of files, of names for their paths. Told in time that is at most the product of both
 * lengths, whatever the gaps: only the last one is tried anew. Immutable.
 *
 * @param parts in order
 * @param <T> of which sequences consist
 */
record Wildcards<T>(List<Part<T>> parts) {
    /** A part. */
    sealed interface Part<T> {
        /** One element, for which this holds. */
        record One<T>(Predicate<T> test) implements Part<T> {}

        /** Any number of elements, or none. */
        record Many<T>() implements Part<T> {}
    }

    Wildcards {
        parts = List.copyOf(parts);
    }

    boolean matches(List<T> sequence) {
        int part = 0;
        int at = 0;
        int afterGap = -1;
        int gapEnd = 0;
        while (at < sequence.size()) {
            Part<T> next = part < parts.size() ? parts.get(part) : null;
            if (next instanceof Part.Many<T>) {
                afterGap = ++part;
                gapEnd = at;
            } else if (next instanceof Part.One<T>(Predicate<T> test) && test.test(sequence.get(at))) {
                part++;
                at++;
            } else if (afterGap >= 0) {
                part = afterGap;
                at = ++gapEnd;
            } else {
                return false;
            }
        }
        return parts.subList(part, parts.size()).stream().allMatch(rest -> rest instanceof Part.Many<T>);
    }
}

package io.remdb.search;

import java.util.Arrays;

/**
 * How many typing errors lie between two texts: letters inserted, left out, replaced, or two neighbours exchanged (F. J.
 * Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964), in the form in which no part
 * of a text is changed twice (optimal string alignment), which is the one of Lucene's automata. Counted in code points.
 */
final class EditDistance {
    private EditDistance() {}

    /** The distance, or {@code most + 1} where it is larger than {@code most}. */
    static int of(int[] left, int[] right, int most) {
        if (Math.abs(left.length - right.length) > most) {
            return most + 1;
        }
        int[] beforeLast = new int[right.length + 1];
        int[] last = new int[right.length + 1];
        int[] current = new int[right.length + 1];
        for (int j = 0; j <= right.length; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length; i++) {
            // What is farther from the diagonal than the distance cannot lie on the way.
            int from = Math.max(1, i - most);
            int to = Math.min(right.length, i + most);
            Arrays.fill(current, most + 1);
            current[0] = i;
            int least = i;
            for (int j = from; j <= to; j++) {
                int cost = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                cost = Math.min(cost, Math.min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                    cost = Math.min(cost, beforeLast[j - 2] + 1);
                }
                current[j] = cost;
                least = Math.min(least, cost);
            }
            if (least > most) {
                return most + 1;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return Math.min(last[right.length], most + 1);
    }

    static int of(String left, String right, int most) {
        return of(left.codePoints().toArray(), right.codePoints().toArray(), most);
    }
}

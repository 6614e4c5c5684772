package io.remdb.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Suggestions {
    private static final int SHORTEST_MISSPELT = 3;
    private static final int LONGEST_MISSPELT = 255;

    private Suggestions() {}

    /**
     * The candidate nearest to a misspelt name: the fewest letters inserted, left out, replaced or swapped, in any case; at
     * most a third of the letters may differ. A candidate that starts with the name (or the other way round) counts as near.
     * Empty when nothing is near.
     */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = rank(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * The candidate that a name is a misspelling of: as {@link #nearest}, but by letters alone, and neither the name itself nor
     * anything for a name of one or two letters. For deciding that something is an error, not only for a hint.
     */
    public static Optional<String> misspelt(String name, Collection<String> candidates) {
        if (name.length() < SHORTEST_MISSPELT || name.length() > LONGEST_MISSPELT) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate -> !candidate.equals(name) && candidate.length() <= LONGEST_MISSPELT)
                .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))
                        <= Math.max(name.length(), candidate.length()) / 3)
                .min(Comparator.comparingInt((String candidate) -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int rank(String wanted, String candidate) {
        int longer = Math.max(wanted.length(), candidate.length());
        int distance = distance(wanted, candidate);
        if (distance <= Math.max(1, longer / 3)) {
            return distance;
        }
        boolean startsAlike = Math.min(wanted.length(), candidate.length()) >= 3
                && (candidate.startsWith(wanted) || wanted.startsWith(candidate));
        return startsAlike ? longer + distance : Integer.MAX_VALUE;
    }

    /** Optimal string alignment distance: inserted, left out, replaced and swapped neighbouring letters. */
    static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, beforePrevious[j - 2] + 1);
                }
                current[j] = best;
            }
            int[] recycled = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = recycled;
        }
        return previous[b.length()];
    }
}

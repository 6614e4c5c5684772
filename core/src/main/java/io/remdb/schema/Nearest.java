package io.remdb.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
final class Nearest {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 64;

    private Nearest() {}

    /**
     * The nearest of {@code known}, if any is near enough: a third of the longer name's letters may differ. Nothing is near a
     * name of one or two letters.
     */
    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() < SHORTEST || name.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> candidate.length() <= LONGEST && !candidate.equals(name))
                .map(candidate -> new Measured(candidate, distance(lower(name), lower(candidate))))
                .filter(measured -> measured.distance()
                        <= Math.max(name.length(), measured.name().length()) / 3)
                .min(Comparator.comparingInt(Measured::distance).thenComparing(Measured::name))
                .map(Measured::name);
    }

    private record Measured(String name, int distance) {}

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Letters to insert, remove, replace or swap with their neighbour (optimal string alignment). */
    private static int distance(String left, String right) {
        int[][] distance = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                distance[row][column] =
                        row == 0 || column == 0 ? row + column : step(distance, left, right, row, column);
            }
        }
        return distance[left.length()][right.length()];
    }

    private static int step(int[][] distance, String left, String right, int row, int column) {
        char letter = left.charAt(row - 1);
        char other = right.charAt(column - 1);
        int best = Math.min(
                distance[row - 1][column - 1] + (letter == other ? 0 : 1),
                Math.min(distance[row - 1][column], distance[row][column - 1]) + 1);
        boolean swapped = row > 1 && column > 1 && letter == right.charAt(column - 2) && other == left.charAt(row - 2);
        return swapped ? Math.min(best, distance[row - 2][column - 2] + 1) : best;
    }
}

package io.remdb.schema;

import java.util.List;

/** A semantic version (semver.org), in its order of precedence; build data does not count. */
record SemanticVersion(int major, int minor, int patch, List<String> preRelease)
        implements Comparable<SemanticVersion> {
    SemanticVersion {
        preRelease = List.copyOf(preRelease);
    }

    /** The version that a checked schema carries. */
    static SemanticVersion parse(String text) {
        String version = text.split("\\+", 2)[0];
        String[] parts = version.split("-", 2);
        String[] numbers = parts[0].split("\\.");
        List<String> preRelease = parts.length == 1 ? List.of() : List.of(parts[1].split("\\."));
        return new SemanticVersion(
                Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]), preRelease);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int[] ours = {major, minor, patch};
        int[] theirs = {other.major, other.minor, other.patch};
        for (int index = 0; index < ours.length; index++) {
            if (ours[index] != theirs[index]) {
                return Integer.compare(ours[index], theirs[index]);
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            // A release comes after everything that leads to it.
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int index = 0; index < Math.min(preRelease.size(), other.preRelease.size()); index++) {
            int order = compareIdentifiers(preRelease.get(index), other.preRelease.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftNumber = left.matches("\\d{1,18}");
        boolean rightNumber = right.matches("\\d{1,18}");
        if (leftNumber && rightNumber) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : Boolean.compare(rightNumber, leftNumber);
    }
}

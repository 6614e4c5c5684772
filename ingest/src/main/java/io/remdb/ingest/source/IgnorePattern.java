package io.remdb.ingest.source;

import io.remdb.ingest.source.Wildcards.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A pattern as in {@code .gitignore}: one with a slash is about the place below the folder of its file, one without about names anywhere
 * below. Immutable.
 */
final class IgnorePattern {
    private static final String ANY_FOLDERS = "**";

    private record Range(int from, int to) {
        boolean has(int sign) {
            return from <= sign && sign <= to;
        }
    }

    private final boolean placed;
    private final Wildcards<String> path;

    /** @param pattern without a slash at its end */
    IgnorePattern(String pattern) {
        this.placed = pattern.contains("/");
        List<Part<String>> parts = new ArrayList<>();
        List<String> names = List.of((pattern.startsWith("/") ? pattern.substring(1) : pattern).split("/", -1));
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(ANY_FOLDERS)) {
                parts.add(new Part.One<>(name(names.get(i))));
            } else {
                parts.add(new Part.Many<>());
                if (i == names.size() - 1) {
                    parts.add(new Part.One<>(_ -> true)); // what is inside, not the folder itself
                }
            }
        }
        this.path = new Wildcards<>(parts);
    }

    /** @param names from the folder of the pattern's file down to what may match */
    boolean matches(List<String> names) {
        return path.matches(placed ? names : List.of(names.getLast()));
    }

    private static Predicate<String> name(String glob) {
        List<Part<Integer>> parts = new ArrayList<>();
        int[] signs = glob.codePoints().toArray();
        int i = 0;
        while (i < signs.length) {
            int at = i++;
            switch (signs[at]) {
                case '*' -> parts.add(new Part.Many<>());
                case '?' -> parts.add(new Part.One<>(_ -> true));
                case '[' -> {
                    int close = close(signs, at);
                    if (close > 0) {
                        parts.add(new Part.One<>(set(signs, at + 1, close)));
                        i = close + 1;
                    } else {
                        parts.add(sign('['));
                    }
                }
                case '\\' -> parts.add(sign(i < signs.length ? signs[i++] : '\\'));
                default -> parts.add(sign(signs[at]));
            }
        }
        Wildcards<Integer> name = new Wildcards<>(parts);
        return text -> name.matches(text.codePoints().boxed().toList());
    }

    private static Part<Integer> sign(int wanted) {
        return new Part.One<>(sign -> sign == wanted);
    }

    /** Where a set of signs ends; a bracket that is its first sign is one of it. Negative where it does not end. */
    private static int close(int[] signs, int open) {
        int first = isNegated(signs, open + 1) ? open + 2 : open + 1;
        for (int i = first + 1; i < signs.length; i++) {
            if (signs[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNegated(int[] signs, int start) {
        return start < signs.length && (signs[start] == '!' || signs[start] == '^');
    }

    /** A range that ends before it begins has no signs. */
    private static Predicate<Integer> set(int[] signs, int start, int end) {
        boolean negated = isNegated(signs, start);
        List<Range> ranges = new ArrayList<>();
        int i = negated ? start + 1 : start;
        while (i < end) {
            int from = signs[i];
            boolean range = i + 2 < end && signs[i + 1] == '-';
            int to = range ? signs[i + 2] : from;
            ranges.add(new Range(from, to));
            i += range ? 3 : 1;
        }
        return sign -> negated != ranges.stream().anyMatch(range -> range.has(sign));
    }
}

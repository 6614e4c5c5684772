package io.remdb.sql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the members of a JSON object as this database writes it, without reading them: no white space, valid, UTF-8. It
 * gives up on anything else, and on names with escapes; a real parser must take over then.
 */
final class CompactJson {
    private static final int LONGEST_WHOLE = 18;
    /** So many digits are exact in a double, as are the powers of ten below; their quotient is rounded once. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS = new double[EXACT_DIGITS + 1];

    static {
        Arrays.setAll(POWERS, exponent -> Double.parseDouble("1e" + exponent));
    }

    private CompactJson() {}

    /**
     * Where the values of these members begin, 0 for those that are not there; null when a real parser must look.
     *
     * @param names as UTF-8
     */
    static int @Nullable [] locate(byte[] json, byte[][] names) {
        int[] starts = new int[names.length];
        if (json.length < 2 || json[0] != '{') {
            return null;
        }
        if (json[1] == '}') {
            return starts;
        }
        int missing = names.length;
        int expected = 0;
        int at = 1;
        while (missing > 0) {
            int nameEnd = at < json.length && json[at] == '"' ? endOfPlainText(json, at) : -1;
            int start = nameEnd + 1;
            if (nameEnd < 0 || start >= json.length || json[nameEnd] != ':') {
                return null;
            }
            int found = find(json, at + 1, nameEnd - 1, names, expected);
            if (found >= 0) {
                missing -= starts[found] == 0 ? 1 : 0;
                starts[found] = start;
                expected = found + 1;
            }
            int end = missing == 0 ? start : end(json, start);
            if (end < 0 || end >= json.length) {
                return null;
            }
            if (json[end] == '}') {
                return starts;
            }
            if (missing > 0 && json[end] != ',') {
                return null;
            }
            at = end + 1;
        }
        return starts;
    }

    /** Members mostly come in the order in which they are asked for. */
    private static int find(byte[] json, int from, int to, byte[][] names, int expected) {
        for (int i = 0; i < names.length; i++) {
            int candidate = (expected + i) % names.length;
            byte[] name = names[candidate];
            if (name.length == to - from && Arrays.equals(json, from, to, name, 0, name.length)) {
                return candidate;
            }
        }
        return -1;
    }

    /** Behind the text that begins at a quote, when it has no escapes; else -1. */
    static int endOfPlainText(byte[] json, int start) {
        for (int at = start + 1; at < json.length; at++) {
            if (json[at] == '"') {
                return at + 1;
            }
            if (json[at] == '\\') {
                return -1;
            }
        }
        return -1;
    }

    /** Behind the value that begins at {@code start}; -1 when none does. */
    static int end(byte[] json, int start) {
        return switch (json[start]) {
            case '"' -> endOfText(json, start);
            case '{', '[' -> endOfNested(json, start);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n' -> endOfWord(json, start);
            default -> -1;
        };
    }

    private static int endOfText(byte[] json, int start) {
        for (int at = start + 1; at < json.length; at++) {
            if (json[at] == '"') {
                return at + 1;
            }
            if (json[at] == '\\') {
                at++;
            }
        }
        return -1;
    }

    private static int endOfNested(byte[] json, int start) {
        int depth = 0;
        for (int at = start; at >= 0 && at < json.length; at++) {
            switch (json[at]) {
                case '"' -> at = endOfText(json, at) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // Inside a value.
                }
            }
            if (at < 0) {
                return -1;
            }
            if (depth == 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private static int endOfWord(byte[] json, int start) {
        int at = start;
        while (at < json.length && json[at] != ',' && json[at] != '}' && json[at] != ']') {
            at++;
        }
        return at;
    }

    /** A whole number of few digits as it is, anything else null. */
    static @Nullable Long whole(byte[] json, int from, int to) {
        int first = json[from] == '-' ? from + 1 : from;
        if (to - first < 1 || to - first > LONGEST_WHOLE) {
            return null;
        }
        long number = 0;
        for (int at = first; at < to; at++) {
            int digit = json[at] - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            number = number * 10 + digit;
        }
        return first == from ? number : -number;
    }

    /** A number of few digits, without an exponent, as the nearest double; anything else null. */
    static @Nullable Double decimal(byte[] json, int from, int to) {
        int first = json[from] == '-' ? from + 1 : from;
        long number = 0;
        int digits = 0;
        int point = -1;
        for (int at = first; at < to; at++) {
            int digit = json[at] - '0';
            if (digit >= 0 && digit <= 9 && ++digits <= EXACT_DIGITS) {
                number = number * 10 + digit;
            } else if (json[at] == '.' && point < 0) {
                point = at;
            } else {
                return null;
            }
        }
        if (digits == 0) {
            return null;
        }
        double value = point < 0 ? number : number / POWERS[to - point - 1];
        return first == from ? value : -value;
    }
}

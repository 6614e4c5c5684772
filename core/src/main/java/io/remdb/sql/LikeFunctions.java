package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Map;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * LIKE and ILIKE for patterns with many {@code %}, which mind the time-out of the statement. A {@code %} takes as little text as
 * it can, and only the last one is ever tried again, so that the time is at most that of the text times the pattern. H2 calls them
 * by name; they are no API. NULL in, NULL out.
 */
public final class LikeFunctions {
    /** The functions by their name in SQL, with the method that does it. */
    static final Map<String, String> METHODS = Map.of("like", "like", "ilike", "ilike");

    private static final String DEFAULT_ESCAPE = "\\";
    private static final int STEPS_BETWEEN_CHECKS = 1 << 12;

    private LikeFunctions() {}

    /** LIKE. */
    public static @Nullable Boolean like(Value text, @Nullable String pattern) {
        return like(text, pattern, DEFAULT_ESCAPE);
    }

    /** LIKE with an escape character, or an empty text for none. */
    public static @Nullable Boolean like(Value text, @Nullable String pattern, @Nullable String escape) {
        return matches(text, pattern, escape, false);
    }

    /** ILIKE: in any case of letters. */
    public static @Nullable Boolean ilike(Value text, @Nullable String pattern) {
        return ilike(text, pattern, DEFAULT_ESCAPE);
    }

    /** ILIKE with an escape character. */
    public static @Nullable Boolean ilike(Value text, @Nullable String pattern, @Nullable String escape) {
        return matches(text, pattern, escape, true);
    }

    private static @Nullable Boolean matches(
            Value text, @Nullable String pattern, @Nullable String escape, boolean anyCase) {
        String given = text instanceof ValueNull ? null : text.getString();
        if (given == null || pattern == null || escape == null) {
            return null;
        }
        if (escape.length() > 1) {
            throw new RemException(ErrorCode.INVALID_QUERY, "ESCAPE takes one character")
                    .with("escape", escape)
                    .hint("Write ESCAPE '!', and ! before each % and _ that means itself");
        }
        Pattern parsed = Pattern.parse(pattern, escape, anyCase);
        return parsed == null ? null : parsed.matches(given);
    }

    /** What a character of a pattern stands for. */
    private enum Kind {
        ITSELF,
        ANY_ONE,
        ANY_TEXT
    }

    /** A pattern, by its first {@code length} characters and their kinds. */
    private static final class Pattern {
        private final char[] characters;
        private final Kind[] kinds;
        private final boolean anyCase;
        private int length;

        private Pattern(int longest, boolean anyCase) {
            this.characters = new char[longest];
            this.kinds = new Kind[longest];
            this.anyCase = anyCase;
        }

        /** Null, as H2 has it, for one that ends with the escape character. */
        static @Nullable Pattern parse(String pattern, String escape, boolean anyCase) {
            Pattern parsed = new Pattern(pattern.length(), anyCase);
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                if (!escape.isEmpty() && c == escape.charAt(0)) {
                    i++;
                    if (i == pattern.length()) {
                        return null;
                    }
                    parsed.add(pattern.charAt(i), Kind.ITSELF);
                } else {
                    parsed.add(c, c == '%' ? Kind.ANY_TEXT : c == '_' ? Kind.ANY_ONE : Kind.ITSELF);
                }
            }
            return parsed;
        }

        private void add(char character, Kind kind) {
            characters[length] = character;
            kinds[length] = kind;
            length++;
        }

        boolean matches(String text) {
            int at = 0;
            int place = 0;
            int lastAny = -1;
            int takenUpTo = 0;
            int steps = 0;
            while (at < text.length()) {
                if ((++steps & (STEPS_BETWEEN_CHECKS - 1)) == 0) {
                    StatementClock.checkRunning();
                }
                if (place < length && kinds[place] == Kind.ANY_TEXT) {
                    lastAny = place++;
                    takenUpTo = at;
                } else if (place < length && fits(place, text.charAt(at))) {
                    place++;
                    at++;
                } else if (lastAny >= 0) {
                    place = lastAny + 1;
                    at = ++takenUpTo;
                } else {
                    return false;
                }
            }
            while (place < length && kinds[place] == Kind.ANY_TEXT) {
                place++;
            }
            return place == length;
        }

        private boolean fits(int place, char c) {
            char wanted = characters[place];
            return kinds[place] == Kind.ANY_ONE
                    || wanted == c
                    || (anyCase
                            && (Character.toUpperCase(wanted) == Character.toUpperCase(c)
                                    || Character.toLowerCase(wanted) == Character.toLowerCase(c)));
        }
    }
}

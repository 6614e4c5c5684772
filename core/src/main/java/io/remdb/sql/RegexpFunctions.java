package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The functions of SQL that match regular expressions (those of {@link Pattern}), in place of H2's own: matching may take time
 * without a bound, and these mind the time-out of the statement. H2 calls them by name; they are no API. NULL in, NULL out. Flags:
 * {@code i} for any case, {@code c} for the same case, {@code n} for a point that matches line ends, {@code m} for lines.
 */
public final class RegexpFunctions {
    /** What {@code REGEXP} becomes. */
    static final String LIKE = "regexp_like";

    /** The functions by their name in SQL, with the method that does it. */
    static final Map<String, String> METHODS =
            Map.of(LIKE, "like", "regexp_replace", "replace", "regexp_substr", "substring");

    private RegexpFunctions() {}

    /** REGEXP_LIKE: whether the expression matches somewhere. */
    public static @Nullable Boolean like(@Nullable String text, @Nullable String regexp) {
        return like(text, regexp, "");
    }

    /** REGEXP_LIKE with flags. */
    public static @Nullable Boolean like(@Nullable String text, @Nullable String regexp, @Nullable String flags) {
        if (text == null || regexp == null || flags == null) {
            return null;
        }
        return find(matcher(text, regexp, flags));
    }

    /** REGEXP_REPLACE: every match. */
    public static @Nullable String replace(
            @Nullable String text, @Nullable String regexp, @Nullable String replacement) {
        return replace(text, regexp, replacement, "");
    }

    /** REGEXP_REPLACE with flags; {@code $1} in the replacement is what the first group matched. */
    public static @Nullable String replace(
            @Nullable String text, @Nullable String regexp, @Nullable String replacement, @Nullable String flags) {
        if (text == null || regexp == null || replacement == null || flags == null) {
            return null;
        }
        Matcher matcher = matcher(text, regexp, flags);
        StringBuilder result = new StringBuilder();
        while (find(matcher)) {
            try {
                matcher.appendReplacement(result, replacement);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new RemException(ErrorCode.INVALID_QUERY, "A replacement cannot be read", e)
                        .with("replacement", replacement)
                        .hint("$1 is the first group; a dollar sign or backslash itself has a backslash before it");
            }
            TextFunctions.require("REGEXP_REPLACE", result.length());
        }
        return matcher.appendTail(result).toString();
    }

    /** REGEXP_SUBSTR: the first match. */
    public static @Nullable String substring(@Nullable String text, @Nullable String regexp) {
        return substring(text, regexp, 1);
    }

    /** REGEXP_SUBSTR: the first match from a place on, which counts from 1. */
    public static @Nullable String substring(
            @Nullable String text, @Nullable String regexp, @Nullable Integer position) {
        return substring(text, regexp, position, 1);
    }

    /** REGEXP_SUBSTR: the n-th match. */
    public static @Nullable String substring(
            @Nullable String text, @Nullable String regexp, @Nullable Integer position, @Nullable Integer occurrence) {
        return substring(text, regexp, position, occurrence, "");
    }

    /** REGEXP_SUBSTR with flags. */
    public static @Nullable String substring(
            @Nullable String text,
            @Nullable String regexp,
            @Nullable Integer position,
            @Nullable Integer occurrence,
            @Nullable String flags) {
        return substring(text, regexp, position, occurrence, flags, 0);
    }

    /** REGEXP_SUBSTR: a group of the match. */
    public static @Nullable String substring(
            @Nullable String text,
            @Nullable String regexp,
            @Nullable Integer position,
            @Nullable Integer occurrence,
            @Nullable String flags,
            @Nullable Integer group) {
        if (text == null || regexp == null || position == null || occurrence == null || group == null) {
            return null;
        }
        if (position < 1 || position > text.codePointCount(0, text.length()) + 1) {
            return null;
        }
        Matcher matcher = matcher(text, regexp, flags == null ? "" : flags);
        // As H2 does, the first match is looked for without a region: a look behind sees what is before the place.
        boolean found = find(matcher, text.offsetByCodePoints(0, position - 1));
        for (int i = 1; i < occurrence && found; i++) {
            found = find(matcher);
        }
        MatchResult match = matcher;
        return found && group >= 0 && group <= match.groupCount() ? match.group(group) : null;
    }

    private static Matcher matcher(String text, String regexp, String flags) {
        try {
            return Pattern.compile(regexp, flags(flags)).matcher(new WatchedText(text));
        } catch (PatternSyntaxException e) {
            throw new RemException(ErrorCode.INVALID_QUERY, "A regular expression cannot be read", e)
                    .with("regexp", regexp)
                    .with("problem", e.getDescription())
                    .hint("LIKE and ILIKE take plain patterns: '%word%'");
        } catch (StackOverflowError e) {
            throw tooDeep(e);
        }
    }

    private static int flags(String letters) {
        int flags = Pattern.UNICODE_CASE;
        for (int i = 0; i < letters.length(); i++) {
            flags = switch (letters.charAt(i)) {
                case 'i' -> flags | Pattern.CASE_INSENSITIVE;
                case 'c' -> flags & ~Pattern.CASE_INSENSITIVE;
                case 'n' -> flags | Pattern.DOTALL;
                case 'm' -> flags | Pattern.MULTILINE;
                default ->
                    throw new RemException(ErrorCode.INVALID_QUERY, "No flag of a regular expression has this letter")
                            .with("flags", letters)
                            .hint("i any case, c the same case, n a point matches line ends, m lines");
            };
        }
        return flags;
    }

    private static boolean find(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            throw tooDeep(e);
        }
    }

    private static boolean find(Matcher matcher, int from) {
        try {
            return matcher.find(from);
        } catch (StackOverflowError e) {
            throw tooDeep(e);
        }
    }

    private static RemException tooDeep(StackOverflowError cause) {
        return new RemException(ErrorCode.TOO_LARGE, "A regular expression goes too deep on this text", cause)
                .hint("Write [ab]* for (a|b)*, or *+ for a * that need not give back");
    }

    /** Text that looks at the clock while it is read; backtracking reads it again and again. */
    private static final class WatchedText implements CharSequence {
        private static final int READS_BETWEEN_CHECKS = 1 << 12;

        private final String text;
        private int reads;

        WatchedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if ((++reads & (READS_BETWEEN_CHECKS - 1)) == 0) {
                StatementClock.checkRunning();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

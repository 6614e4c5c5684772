package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.List;
import org.h2.engine.Constants;
import org.h2.util.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * The functions of SQL that make long text out of short text, in place of H2's own: these know how long the text will be before
 * they make it. H2 calls them by name; they are no API. NULL in, NULL out.
 */
public final class TextFunctions {
    private static final int LONGEST = Constants.MAX_STRING_LENGTH;

    /** What stands in for a function of H2: a name in SQL and the method here. */
    static final List<String> NAMES = List.of("repeat", "space", "lpad", "rpad", "replace");

    private TextFunctions() {}

    /** REPEAT. */
    public static @Nullable String repeat(@Nullable String text, @Nullable Integer count) {
        if (text == null || count == null) {
            return null;
        }
        int times = Math.max(0, count);
        require("REPEAT", (long) text.length() * times);
        return text.repeat(times);
    }

    /** SPACE. */
    public static @Nullable String space(@Nullable Integer count) {
        return repeat(" ", count);
    }

    /** LPAD with spaces. */
    public static @Nullable String lpad(@Nullable String text, @Nullable Integer length) {
        return pad("LPAD", text, length, " ", false);
    }

    /** LPAD. */
    public static @Nullable String lpad(@Nullable String text, @Nullable Integer length, @Nullable String padding) {
        return pad("LPAD", text, length, padding, false);
    }

    /** RPAD with spaces. */
    public static @Nullable String rpad(@Nullable String text, @Nullable Integer length) {
        return pad("RPAD", text, length, " ", true);
    }

    /** RPAD. */
    public static @Nullable String rpad(@Nullable String text, @Nullable Integer length, @Nullable String padding) {
        return pad("RPAD", text, length, padding, true);
    }

    private static @Nullable String pad(
            String function, @Nullable String text, @Nullable Integer length, @Nullable String padding, boolean right) {
        if (text == null || length == null || padding == null) {
            return null;
        }
        require(function, length);
        return CharacterFunctions.pad(text, length, padding, right);
    }

    /** REPLACE that removes. */
    public static @Nullable String replace(@Nullable String text, @Nullable String search) {
        return replace(text, search, "");
    }

    /** REPLACE. */
    public static @Nullable String replace(
            @Nullable String text, @Nullable String search, @Nullable String replacement) {
        if (text == null || search == null || replacement == null) {
            return null;
        }
        int growth = replacement.length() - search.length();
        if (growth > 0 && !search.isEmpty()) {
            long length = text.length();
            for (int at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length())) {
                length += growth;
            }
            require("REPLACE", length);
        }
        return StringUtils.replaceAll(text, search, replacement);
    }

    static void require(String function, long length) {
        if (length > LONGEST) {
            throw new RemException(ErrorCode.TOO_LARGE, "A function would make text that is longer than its limit")
                    .with("function", function)
                    .with("characters", length)
                    .with("limit", LONGEST);
        }
    }
}

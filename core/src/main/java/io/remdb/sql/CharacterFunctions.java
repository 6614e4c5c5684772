package io.remdb.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of SQL that count characters, in place of H2's own, which count UTF-16 units: a character is a Unicode code point,
 * as in PostgreSQL. H2 calls them by name; they are no API. NULL in, NULL out. Places count from 1; what lies beside the text is cut
 * off.
 */
public final class CharacterFunctions {
    /** The functions by their name in SQL, with the method that does it. */
    static final Map<String, String> METHODS = Map.ofEntries(
            Map.entry("length", "length"),
            Map.entry("char_length", "length"),
            Map.entry("character_length", "length"),
            Map.entry("substring", "substring"),
            Map.entry("substr", "substring"),
            Map.entry("left", "left"),
            Map.entry("right", "right"),
            Map.entry("locate", "locate"),
            Map.entry("position", "locate"),
            Map.entry("instr", "instr"),
            Map.entry("insert", "insert"),
            Map.entry("translate", "translate"),
            Map.entry("reverse", "reverse"),
            Map.entry("ascii", "ascii"),
            Map.entry("char", "character"),
            Map.entry("chr", "character"));

    private CharacterFunctions() {}

    /** CHAR_LENGTH. */
    public static @Nullable Long length(@Nullable String text) {
        return text == null ? null : (long) count(text);
    }

    private static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Where a character begins in Java's text; the text's end for the one behind the last. */
    private static int unit(String text, int characters) {
        return text.offsetByCodePoints(0, characters);
    }

    /** SUBSTRING to the end. A place below 0 counts from the end. */
    public static @Nullable String substring(@Nullable String text, @Nullable Integer place) {
        return substring(text, place, Integer.MAX_VALUE);
    }

    /** SUBSTRING. */
    public static @Nullable String substring(@Nullable String text, @Nullable Integer place, @Nullable Integer length) {
        if (text == null || place == null || length == null) {
            return null;
        }
        int count = count(text);
        long first = place == 0 ? 1 : place < 0 ? (long) count + place + 1 : place;
        long end = Math.min(first + length, count + 1L);
        first = Math.max(first, 1);
        return first > count || end <= first
                ? ""
                : text.substring(unit(text, (int) first - 1), unit(text, (int) end - 1));
    }

    /** LEFT. */
    public static @Nullable String left(@Nullable String text, @Nullable Integer length) {
        if (text == null || length == null) {
            return null;
        }
        return text.substring(0, unit(text, Math.clamp(length, 0, count(text))));
    }

    /** RIGHT. */
    public static @Nullable String right(@Nullable String text, @Nullable Integer length) {
        if (text == null || length == null) {
            return null;
        }
        int count = count(text);
        return text.substring(unit(text, count - Math.clamp(length, 0, count)));
    }

    /** LOCATE and POSITION: the place of a text in another one; 0 where it is not. */
    public static @Nullable Integer locate(@Nullable String search, @Nullable String text) {
        return locate(search, text, 1);
    }

    /** LOCATE from a place on; below 0 the last one, from so far before the end. */
    public static @Nullable Integer locate(@Nullable String search, @Nullable String text, @Nullable Integer from) {
        if (search == null || text == null || from == null) {
            return null;
        }
        int count = count(text);
        if (from < 0 && (long) count + from < 0) {
            return 0;
        }
        int found = from < 0
                ? text.lastIndexOf(search, unit(text, count + from))
                : text.indexOf(search, unit(text, Math.clamp(from - 1L, 0, count)));
        return found < 0 ? 0 : text.codePointCount(0, found) + 1;
    }

    /** INSTR: LOCATE the other way round. */
    public static @Nullable Integer instr(@Nullable String text, @Nullable String search) {
        return locate(search, text, 1);
    }

    /** INSTR from a place on. */
    public static @Nullable Integer instr(@Nullable String text, @Nullable String search, @Nullable Integer from) {
        return locate(search, text, from);
    }

    /** INSERT: another text in place of some characters. */
    public static @Nullable String insert(
            @Nullable String text, @Nullable Integer place, @Nullable Integer length, @Nullable String other) {
        if (place == null || length == null || other == null) {
            return text;
        }
        if (text == null) {
            return other;
        }
        int count = count(text);
        if (place < 1 || length <= 0 || other.isEmpty() || place - 1 > count) {
            return text;
        }
        int end = (int) Math.min((long) place - 1 + length, count);
        return text.substring(0, unit(text, place - 1)) + other + text.substring(unit(text, end));
    }

    /** TRANSLATE: for each character of {@code from} the one at its place in {@code to}, or itself where {@code to} is shorter. */
    public static @Nullable String translate(@Nullable String text, @Nullable String from, @Nullable String to) {
        if (text == null || from == null || to == null) {
            return null;
        }
        int[] old = from.codePoints().toArray();
        int[] given = to.codePoints().toArray();
        Map<Integer, Integer> replacements = new HashMap<>();
        for (int i = 0; i < old.length; i++) {
            replacements.putIfAbsent(old[i], i < given.length ? given[i] : old[i]);
        }
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(character -> result.appendCodePoint(replacements.getOrDefault(character, character)));
        return result.toString();
    }

    /** REVERSE. */
    public static @Nullable String reverse(@Nullable String text) {
        return text == null ? null : new StringBuilder(text).reverse().toString();
    }

    /** ASCII: the number of the first character. */
    public static @Nullable Integer ascii(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text.codePointAt(0);
    }

    /** CHAR: the character of a number. */
    public static @Nullable String character(@Nullable Integer number) {
        if (number == null) {
            return null;
        }
        return Character.isValidCodePoint(number) ? Character.toString(number) : "";
    }

    /** LPAD and RPAD to a number of characters. */
    static String pad(String text, int length, String padding, boolean right) {
        int count = count(text);
        if (length <= count) {
            return text.substring(0, unit(text, Math.max(0, length)));
        }
        String given = padding.isEmpty() ? " " : padding;
        int missing = length - count;
        int width = count(given);
        String added = given.repeat(missing / width) + given.substring(0, unit(given, missing % width));
        return right ? text + added : added + text;
    }

    /** The name of a function as SQL has it, for one that the parser of H2 does not look up by its name. */
    static String quoted(String keyword) {
        return '"' + keyword.toLowerCase(Locale.ROOT) + '"';
    }
}

package io.remdb.dream.text;

/**
 * Makes texts of others fit for a row: cut between characters, since half of one is refused, and without control characters, of which none is taken
 * in a key and some command a terminal.
 */
public final class Texts {
    private Texts() {}

    /** The text in one line, at most so many chars long. */
    public static String line(String text, int longest) {
        return cut(clean(text, false).replaceAll("\\s+", " ").strip(), longest).strip();
    }

    /** The text with its lines, at most so many chars long. */
    public static String lines(String text, int longest) {
        return cut(clean(text, true).strip(), longest).strip();
    }

    /** The beginning of a text, at most so many chars long; a character of two chars is there or not. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean half = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, half ? longest - 1 : longest);
    }

    private static String clean(String text, boolean keepsLines) {
        if (text.codePoints().noneMatch(Texts::unfit)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (!unfit(point) || (keepsLines && (point == '\n' || point == '\t'))) {
                clean.appendCodePoint(point);
            } else if (Character.getType(point) != Character.SURROGATE) {
                clean.append(' ');
            }
        });
        return clean.toString();
    }

    /** Whether it is a control character, or half of another. */
    private static boolean unfit(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
    }
}

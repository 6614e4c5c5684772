package io.remdb.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Text on a terminal: how wide it is, how it is cut, and nothing in it that commands the terminal. */
public final class Text {
    static final String BOLD = "\u001b[1m";
    static final String DIM = "\u001b[2m";
    static final String RED = "\u001b[31m";
    static final String PLAIN = "\u001b[0m";

    private static final String ELLIPSIS = "…";

    private Text() {}

    /** In red, where colours are wanted. */
    public static String red(String text, boolean colourful) {
        return colourful ? RED + text + PLAIN : text;
    }

    /** On one line, without control characters: a stored text must not move the cursor or set colours. */
    public static String printable(String text) {
        if (text.codePoints().noneMatch(Text::commands)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(commands(point) ? ' ' : point));
        return clean.toString();
    }

    /** The columns that a text takes. */
    public static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    /** Not wider than {@code columns}, with an ellipsis where something is cut off. */
    static String fit(String text, int columns) {
        if (text.length() <= columns / 2 || width(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int index = 0; index < text.length(); ) {
            int point = text.codePointAt(index);
            if (used + width(point) > columns - 1) {
                break;
            }
            cut.appendCodePoint(point);
            used += width(point);
            index += Character.charCount(point);
        }
        return cut.append(ELLIPSIS).toString();
    }

    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /** Lines not wider than {@code columns}, broken at spaces where there are any. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : printable(paragraph).split(" ", -1)) {
                if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (!line.isEmpty()) {
                    line.append(' ');
                }
                line.append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static boolean commands(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // Marks that reorder what is shown, U+202A to U+202E and U+2066 to U+2069.
            case Character.FORMAT -> (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
            default -> false;
        };
    }

    /** Close to Unicode's East Asian Width: marks take none, ideographs and emoji take two. */
    private static int width(int point) {
        if (point < 0x300) {
            return 1;
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> wide(point) ? 2 : 1;
        };
    }

    private static boolean wide(int point) {
        return Character.isIdeographic(point)
                || Character.isEmojiPresentation(point)
                || (point >= 0x1100 && point <= 0x115f)
                || (point >= 0x2e80 && point <= 0xa4cf)
                || (point >= 0xac00 && point <= 0xd7a3)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0xfe30 && point <= 0xfe6f)
                || (point >= 0xff00 && point <= 0xff60)
                || (point >= 0xffe0 && point <= 0xffe6);
    }
}

package io.remdb.bench.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes one SVG document, element after element. What it is given is escaped, so the result is well-formed whatever it says. */
final class SvgDocument {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int DECIMALS = 2;
    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins a document that is an image with a name, for those who cannot see it. */
    SvgDocument(double width, double height, String title) {
        String box = "0 0 " + number(width) + " " + number(height);
        open("svg", "xmlns", NAMESPACE, "role", "img", "width", width, "height", height, "viewBox", box);
        content("title", title);
    }

    /** Begins an element that has others in it; the attributes are names and values in turns. */
    void open(String name, Object... attributes) {
        start(name, attributes);
        xml.append(">\n");
        open.push(name);
    }

    /** Ends the element that was begun last. */
    void close() {
        String name = open.pop();
        indent();
        xml.append("</").append(name).append(">\n");
    }

    /** An element with nothing in it. */
    void empty(String name, Object... attributes) {
        start(name, attributes);
        xml.append("/>\n");
    }

    /** An element with text in it. */
    void content(String name, String text, Object... attributes) {
        start(name, attributes);
        xml.append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    void line(double fromX, double fromY, double toX, double toY) {
        empty("line", "x1", fromX, "y1", fromY, "x2", toX, "y2", toY);
    }

    void rectangle(double x, double y, double width, double height, String fill) {
        empty("rect", "x", x, "y", y, "width", width, "height", height, "fill", fill);
    }

    void text(double x, double y, String text) {
        content("text", text, "x", x, "y", y);
    }

    /** Ends all that is open; the whole document. */
    String finish() {
        while (!open.isEmpty()) {
            close();
        }
        return xml.toString();
    }

    /** A coordinate, as short as it is exact enough. */
    static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** What XML has no character for becomes the sign for an unknown one. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(allowed(character) ? character : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= ' ' && character < Character.MIN_SURROGATE)
                || (character > Character.MAX_SURROGATE && character <= REPLACEMENT)
                || character >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
    }

    private void start(String name, Object... attributes) {
        indent();
        xml.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String text = value instanceof Number number ? number(number.doubleValue()) : escaped(value.toString());
            xml.append(' ').append(attributes[i]).append("=\"").append(text).append('"');
        }
    }

    private void indent() {
        xml.repeat("  ", open.size());
    }
}

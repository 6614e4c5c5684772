package io.remdb.text;

/** Cells of comma-separated values (RFC 4180). Thread-safe. */
public final class Csv {
    /** What ends a record. */
    public static final String LINE_BREAK = "\r\n";

    private Csv() {}

    /** A value as a cell: in quotation marks where it has a comma, a quotation mark or a line break, else as it is. */
    public static String cell(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == ',' || character == '"' || character == '\r' || character == '\n') {
                return '"' + value.replace("\"", "\"\"") + '"';
            }
        }
        return value;
    }
}

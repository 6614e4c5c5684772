package io.remdb.ingest.text;

import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Languages;
import java.util.ArrayList;
import java.util.List;

/** Tables of RFC 4180: rows, of which a quoted value may have line breaks; the first is the header. */
public final class CsvReader implements TextReader {
    private final char separator;

    /** @param separator between the values of a row, such as a comma or a tab */
    public CsvReader(char separator) {
        this.separator = separator;
    }

    @Override
    public Document read(String text, String contentType) {
        DocumentBuilder document = new DocumentBuilder(text.length());
        List<String> header = List.of();
        int start = 0;
        while (start < text.length()) {
            int end = rowEnd(text, start);
            String row = text.substring(start, end);
            if (header.isEmpty() && !row.isBlank()) {
                header = values(row);
            }
            document.add(BlockKind.ROW, 0, row);
            start = end;
        }
        return document.build(
                contentType,
                DocumentInfo.NONE
                        .withColumns(header)
                        .withLanguage(Languages.guess(text).orElse(null)));
    }

    /** Behind the line break that ends a row: the first that is not quoted. */
    private static int rowEnd(String text, int start) {
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\n' && !quoted) {
                return i + 1;
            }
        }
        return quoted ? lineEnd(text, start) : text.length();
    }

    /** A quote that is never closed is a sign like any other. */
    private static int lineEnd(String text, int start) {
        int newline = text.indexOf('\n', start);
        return newline < 0 ? text.length() : newline + 1;
    }

    private List<String> values(String row) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (char c : row.strip().toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        return values;
    }
}

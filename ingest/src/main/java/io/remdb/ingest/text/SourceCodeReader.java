package io.remdb.ingest.text;

import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;

/**
 * Programs, and settings and data for programs: a piece ends with a blank line that is followed by a line which is not indented, so that a
 * function stays whole where it fits.
 */
public final class SourceCodeReader implements TextReader {
    @Override
    public Document read(String text, String contentType) {
        DocumentBuilder document = new DocumentBuilder(text.length());
        StringBuilder piece = new StringBuilder();
        boolean afterBlank = false;
        for (String line : Lines.of(text)) {
            boolean begins = !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !closes(line);
            if (afterBlank && begins) {
                document.add(BlockKind.CODE, 0, piece);
                piece.setLength(0);
            }
            afterBlank = line.isBlank();
            piece.append(line);
        }
        document.add(BlockKind.CODE, 0, piece);
        return document.build(contentType, DocumentInfo.NONE);
    }

    /** A line such as {@code }} or {@code end} belongs to what is before it. */
    private static boolean closes(String line) {
        return "})]>".indexOf(line.charAt(0)) >= 0 || line.strip().equals("end");
    }
}

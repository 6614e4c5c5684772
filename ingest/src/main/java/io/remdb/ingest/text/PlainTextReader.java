package io.remdb.ingest.text;

import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Languages;

/** Plain text: paragraphs, which blank lines separate. */
public final class PlainTextReader implements TextReader {
    @Override
    public Document read(String text, String contentType) {
        DocumentBuilder document = new DocumentBuilder(text.length());
        StringBuilder paragraph = new StringBuilder();
        boolean ended = false;
        for (String line : Lines.of(text)) {
            boolean blank = line.isBlank();
            if (ended && !blank) {
                document.add(BlockKind.PARAGRAPH, 0, paragraph);
                paragraph.setLength(0);
            }
            ended = blank && !paragraph.isEmpty();
            paragraph.append(line);
        }
        document.add(BlockKind.PARAGRAPH, 0, paragraph);
        return document.build(
                contentType,
                DocumentInfo.NONE.withLanguage(Languages.guess(text).orElse(null)));
    }
}

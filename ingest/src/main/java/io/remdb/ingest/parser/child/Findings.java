package io.remdb.ingest.parser.child;

import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Languages;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tika.metadata.Message;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Office;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself, and its document.
 *
 * @param metadata as Tika found it
 * @param type of the file
 */
record Findings(Metadata metadata, String type) {
    private static final String MAIL = "message/rfc822";

    Document document(Structure structure, int mostCharacters) {
        DocumentBuilder document = new DocumentBuilder(mostCharacters);
        String title = text(TikaCoreProperties.TITLE);
        if (type.equals(MAIL)) {
            addHeader(document, title);
        }
        structure.addTo(document);
        Document built = document.build(type, DocumentInfo.NONE);
        DocumentInfo info = new DocumentInfo(
                title == null ? document.firstHeading() : title,
                author(),
                time(TikaCoreProperties.CREATED),
                time(TikaCoreProperties.MODIFIED),
                pages(structure),
                language(built.text()),
                List.of());
        return new Document(type, built.text(), built.blocks(), info);
    }

    /** What a reader of the e-mail sees above it. */
    private void addHeader(DocumentBuilder document, @Nullable String subject) {
        if (subject != null) {
            document.addHeading(1, subject, 0, subject + "\n\n");
        }
        String lines = Stream.of(
                        line("From", Message.MESSAGE_FROM),
                        line("To", Message.MESSAGE_TO),
                        line("Cc", Message.MESSAGE_CC),
                        Optional.ofNullable(time(TikaCoreProperties.CREATED)).map(date -> "Date: " + date))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        if (!lines.isEmpty()) {
            document.add(BlockKind.PARAGRAPH, 0, lines + "\n\n");
        }
    }

    private Optional<String> line(String label, String name) {
        String[] values = metadata.getValues(name);
        return values.length == 0 ? Optional.empty() : Optional.of(label + ": " + String.join(", ", values));
    }

    private @Nullable String author() {
        List<String> authors = Arrays.stream(metadata.getValues(TikaCoreProperties.CREATOR))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (authors.isEmpty() && type.equals(MAIL)) {
            authors = List.of(metadata.getValues(Message.MESSAGE_FROM));
        }
        return authors.isEmpty() ? null : String.join(", ", authors);
    }

    private int pages(Structure structure) {
        return Stream.of(PagedText.N_PAGES, Office.PAGE_COUNT, Office.SLIDE_COUNT)
                .map(metadata::getInt)
                .filter(count -> count != null && count > 0)
                .findFirst()
                .orElse(structure.pages());
    }

    private @Nullable String language(String text) {
        String declared = metadata.get(TikaCoreProperties.LANGUAGE);
        // Programs declare the language of who uses them; the text says what it is written in.
        return Languages.guess(text)
                .or(() -> Optional.ofNullable(declared).flatMap(Languages::declared))
                .orElse(null);
    }

    private @Nullable String text(Property property) {
        String value = metadata.get(property);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private @Nullable Instant time(Property property) {
        Date date = metadata.getDate(property);
        return date == null ? null : date.toInstant();
    }
}

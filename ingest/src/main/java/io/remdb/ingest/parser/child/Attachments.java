package io.remdb.ingest.parser.child;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.EmbeddedContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * What is inside another file. The attachments of an e-mail are read, each under its name as heading; objects inside Office files and PDFs
 * (pictures, charts, files within files) are not. One file; one thread.
 */
final class Attachments implements EmbeddedDocumentExtractor {
    /** Of one file, at all depths. */
    private static final int MOST = 1_000;

    private static final String HEADING = "h2";

    private final ParseContext context;
    private final int deepest;
    /** The parsers that are at work, each inside of the one before. */
    private final Deque<Parser> working = new ArrayDeque<>();

    private int read;

    Attachments(ParseContext context, int deepest) {
        this.context = context;
        this.deepest = deepest;
    }

    /** A parser begins. */
    void enter(Parser parser) {
        working.addLast(parser);
    }

    /** The parser that began last has ended. */
    void leave() {
        working.removeLast();
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        return working.peekLast() instanceof RFC822Parser && working.size() <= deepest && read < MOST;
    }

    @Override
    public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
            throws SAXException, IOException {
        read++;
        addHeading(handler, metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY));
        try {
            context.get(Parser.class)
                    .parse(stream, new EmbeddedContentHandler(new BodyContentHandler(handler)), metadata, context);
        } catch (TikaException e) {
            // One that cannot be read does not take its e-mail with it; its name is in the text.
        }
    }

    private static void addHeading(ContentHandler handler, @Nullable String name) throws SAXException {
        if (name != null && !name.isBlank()) {
            handler.startElement("", HEADING, HEADING, new AttributesImpl());
            handler.characters(name.toCharArray(), 0, name.length());
            handler.endElement("", HEADING, HEADING);
        }
    }
}

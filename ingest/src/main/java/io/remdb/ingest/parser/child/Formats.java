package io.remdb.ingest.parser.child;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.txt.TXTParser;
import org.apache.tika.sax.SecureContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * The formats, each with its parser. They are named one by one: what else is on the class path, above all parsers that run other programs,
 * is not asked.
 */
final class Formats {
    private static final MediaType PDF = MediaType.application("pdf");
    private static final MediaType PLAIN_TEXT = MediaType.TEXT_PLAIN;

    private final Detector detector = new DefaultDetector();
    private final MediaTypeRegistry types = MediaTypeRegistry.getDefaultRegistry();
    private final Map<MediaType, Parser> parsers = new HashMap<>();

    Formats() {
        List<Parser> all = List.of(
                new PDFParser(),
                new OOXMLParser(),
                new OfficeParser(),
                new RTFParser(),
                new OpenDocumentParser(),
                new EpubParser(),
                new JSoupParser(),
                new RFC822Parser(),
                new TXTParser());
        for (Parser parser : all) {
            parser.getSupportedTypes(new ParseContext()).forEach(type -> parsers.put(type, parser));
        }
    }

    static boolean isPdf(String type) {
        return type.equals(PDF.toString());
    }

    MediaType detect(TikaInputStream input, Metadata metadata) throws IOException {
        return detector.detect(input, metadata);
    }

    /** What reads a file of this type; empty for text, which is read elsewhere, and where nothing does. */
    Optional<Parser> parser(MediaType type) {
        return find(type).filter(parser -> !(parser instanceof TXTParser));
    }

    private Optional<Parser> find(MediaType type) {
        for (MediaType candidate = types.normalize(type.getBaseType());
                candidate != null && !candidate.equals(MediaType.OCTET_STREAM);
                candidate = types.getSupertype(candidate)) {
            Parser parser = parsers.get(candidate);
            // Everything that is text is, in the end, plain text.
            if (parser != null
                    && (!candidate.equals(PLAIN_TEXT) || type.getBaseType().equals(PLAIN_TEXT))) {
                return Optional.of(parser);
            }
        }
        return Optional.empty();
    }

    /** A parser under which a file that expands without end, or nests without end, is given up. */
    Parser secured(Parser parser) {
        return new Secured(parser);
    }

    ParseContext context(int attachmentDepth) {
        ParseContext context = new ParseContext();
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setExtractBookmarksText(false);
        pdf.setExtractActions(false);
        pdf.setIfXFAExtractOnlyXFA(false);
        context.set(PDFParserConfig.class, pdf);
        OfficeParserConfig office = new OfficeParserConfig();
        office.setExtractMacros(false);
        office.setIncludeHeadersAndFooters(false);
        office.setIncludeMissingRows(false);
        context.set(OfficeParserConfig.class, office);
        context.set(Parser.class, new Attached());
        context.set(EmbeddedDocumentExtractor.class, new Attachments(context, attachmentDepth));
        return context;
    }

    /** Hands what is inside another file to the parser of its format. */
    private final class Attached implements Parser {
        private static final long serialVersionUID = 1L;

        @Override
        public Set<MediaType> getSupportedTypes(ParseContext context) {
            return parsers.keySet();
        }

        @Override
        public void parse(InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
                throws IOException, SAXException, TikaException {
            try (TikaInputStream input = TikaInputStream.get(stream)) {
                MediaType type = detector.detect(input, metadata);
                Optional<Parser> parser = find(type);
                if (parser.isPresent()) {
                    metadata.set(Metadata.CONTENT_TYPE, type.toString());
                    secured(parser.get()).parse(input, handler, metadata, context);
                }
            }
        }
    }

    private record Secured(Parser parser) implements Parser {
        @Override
        public Set<MediaType> getSupportedTypes(ParseContext context) {
            return parser.getSupportedTypes(context);
        }

        @Override
        public void parse(InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
                throws IOException, SAXException, TikaException {
            SecureContentHandler secure = new SecureContentHandler(handler, TikaInputStream.cast(stream));
            Attachments attachments = (Attachments) context.get(EmbeddedDocumentExtractor.class);
            attachments.enter(parser);
            try {
                parser.parse(stream, secure, metadata, context);
            } catch (SAXException e) {
                secure.throwIfCauseOf(e);
                throw e;
            } finally {
                attachments.leave();
            }
        }
    }
}

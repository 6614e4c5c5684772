package io.remdb.ingest.parser.child;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.DocumentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Collects what a parser tells of a file, in XHTML, as blocks: headings, paragraphs, tables of rows and cells, code, and the page that each
 * stands on. White space within a paragraph is one blank. One file; one thread.
 */
final class Structure extends DefaultHandler {
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "li",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "address",
            "section",
            "article",
            "figure",
            "caption",
            "hr",
            "body",
            "header",
            "footer",
            "main",
            "aside",
            "nav",
            "fieldset",
            "form",
            "center");
    private static final Set<String> HIDDEN = Set.of("head", "script", "style", "title");
    private static final String PAGE = "page";
    private static final Set<String> SLIDES = Set.of("slide-content", "slide");
    /** Characters of the title of a slide; what is longer is its text. */
    private static final int LONGEST_SLIDE_TITLE = 120;

    private static final String CELLS = " | ";

    /** One block that is complete. */
    private record Piece(BlockKind kind, int level, int page, String text) {}

    private final int mostCharacters;
    private final boolean hyphenated;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private long characters;
    private int page;
    private int hidden;
    private int tables;
    private int preformatted;
    private int headingLevel;
    private int cellsOfRow;
    private boolean slideBegins;
    private boolean tooLong;

    /**
     * For one file.
     *
     * @param mostCharacters the longest text that is taken
     * @param hyphenated whether a word may be broken at the end of a line with a hyphen that is not its own
     */
    Structure(int mostCharacters, boolean hyphenated) {
        this.mostCharacters = mostCharacters;
        this.hyphenated = hyphenated;
    }

    /** Parsers may have passed over the limit's exception. */
    void requireWithinLimit() {
        if (tooLong) {
            throw tooLong();
        }
    }

    private RemException tooLong() {
        return new RemException(ErrorCode.TOO_LARGE, "The text of the file is longer than one document may be")
                .with("limit_characters", mostCharacters);
    }

    /** Pages or slides that were seen. */
    int pages() {
        return page;
    }

    /** Adds everything that was collected to a document. */
    void addTo(DocumentBuilder document) {
        endBlock();
        for (Piece piece : pieces) {
            if (piece.kind == BlockKind.HEADING) {
                document.addHeading(piece.level, piece.text, piece.page, piece.text + "\n\n");
            } else {
                document.add(piece.kind, piece.page, piece.text + "\n\n");
            }
        }
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        String name = localName.isEmpty() ? qName : localName;
        if (HIDDEN.contains(name)) {
            hidden++;
        } else if (name.equals("table")) {
            if (tables++ == 0) {
                endBlock();
            }
        } else if (tables > 0) {
            startInTable(name);
        } else if (name.equals("pre")) {
            endBlock();
            preformatted++;
        } else if (isHeading(name)) {
            endBlock();
            headingLevel = name.charAt(1) - '0';
        } else if (BLOCKS.contains(name)) {
            startBlock(name, attributes);
        } else if (name.equals("br")) {
            append("\n");
        }
    }

    private void startBlock(String name, Attributes attributes) {
        if (headingLevel == 0) {
            endBlock();
        }
        String kind = String.valueOf(attributes.getValue("class"));
        if (name.equals("div") && (kind.equals(PAGE) || SLIDES.contains(kind))) {
            page++;
            slideBegins = SLIDES.contains(kind);
        }
    }

    private void startInTable(String name) throws SAXException {
        switch (name) {
            case "tr" -> cellsOfRow = 0;
            case "td", "th" -> {
                if (cellsOfRow++ > 0) {
                    append(CELLS);
                }
            }
            case "br", "p", "div", "li" -> append(" ");
            default -> {}
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        String name = localName.isEmpty() ? qName : localName;
        if (HIDDEN.contains(name)) {
            hidden--;
        } else if (name.equals("table")) {
            if (--tables == 0) {
                end(BlockKind.TABLE, 0);
            }
        } else if (tables > 0) {
            if (name.equals("tr")) {
                append("\n");
            }
        } else if (name.equals("pre")) {
            preformatted--;
            end(BlockKind.CODE, 0);
        } else if (isHeading(name)) {
            end(BlockKind.HEADING, headingLevel);
            headingLevel = 0;
        } else if (BLOCKS.contains(name) && headingLevel == 0) {
            endBlock();
        }
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    @Override
    public void characters(char[] chars, int start, int length) throws SAXException {
        if (hidden == 0) {
            String more = new String(chars, start, length);
            // In a table a line is a row.
            append(tables > 0 ? more.replace('\n', ' ').replace('\r', ' ') : more);
        }
    }

    @Override
    public void ignorableWhitespace(char[] chars, int start, int length) throws SAXException {
        characters(chars, start, length);
    }

    private void append(String more) throws SAXException {
        text.append(more);
        // White space is counted too here: it takes memory until the block ends.
        if (characters + text.length() > mostCharacters) {
            tooLong = true;
            throw new SAXException(tooLong());
        }
    }

    private void endBlock() {
        end(preformatted > 0 ? BlockKind.CODE : tables > 0 ? BlockKind.TABLE : BlockKind.PARAGRAPH, 0);
    }

    private void end(BlockKind kind, int level) {
        String complete = switch (kind) {
            case CODE, ROW -> text.toString().stripTrailing();
            case TABLE -> Tidying.rows(text);
            case PARAGRAPH -> Tidying.paragraph(text, hyphenated);
            case HEADING -> Tidying.paragraph(text, hyphenated).replace('\n', ' ');
        };
        text.setLength(0);
        if (!complete.isBlank()) {
            // The title of a slide is the first of its texts, in all programs.
            boolean title = slideBegins
                    && kind == BlockKind.PARAGRAPH
                    && complete.length() <= LONGEST_SLIDE_TITLE
                    && !complete.endsWith(".");
            slideBegins = false;
            pieces.add(
                    title ? new Piece(BlockKind.HEADING, 1, page, complete) : new Piece(kind, level, page, complete));
            characters += complete.length() + 2;
        }
    }
}

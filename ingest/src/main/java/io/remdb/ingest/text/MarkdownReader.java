package io.remdb.ingest.text;

import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Languages;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Markdown (CommonMark with the tables of GitHub), as it was written: headings in both forms, fenced code, tables; all else is paragraphs.
 * The title is that of the front matter, else the first heading.
 */
public final class MarkdownReader implements TextReader {
    @Override
    public Document read(String text, String contentType) {
        return new Scan(text, contentType).run();
    }

    /** One text. */
    private static final class Scan {
        private final String text;
        private final String contentType;
        private final List<String> lines;
        private final DocumentBuilder document;
        private final StringBuilder paragraph = new StringBuilder();
        private int line;
        private @Nullable FrontMatter frontMatter;

        Scan(String text, String contentType) {
            this.text = text;
            this.contentType = contentType;
            this.lines = Lines.of(text);
            this.document = new DocumentBuilder(text.length());
        }

        Document run() {
            FrontMatter.of(lines).ifPresent(found -> {
                frontMatter = found;
                document.add(BlockKind.CODE, 0, take(found.lines()));
            });
            while (line < lines.size()) {
                block();
            }
            endParagraph();
            return document.build(contentType, info());
        }

        private DocumentInfo info() {
            DocumentInfo info = frontMatter == null ? DocumentInfo.NONE : frontMatter.info();
            DocumentInfo titled = info.title() == null ? info.withTitle(document.firstHeading()) : info;
            return titled.language() == null
                    ? titled.withLanguage(Languages.guess(text).orElse(null))
                    : titled;
        }

        private void block() {
            String current = lines.get(line);
            Optional<MarkdownLine.Heading> heading = MarkdownLine.heading(current);
            Optional<MarkdownLine.Fence> fence = MarkdownLine.fence(current);
            int underlined = paragraph.isEmpty() ? underlined() : 0;
            if (heading.isPresent()) {
                endParagraph();
                addHeading(heading.get().level(), heading.get().title(), 1);
            } else if (fence.isPresent()) {
                endParagraph();
                document.add(BlockKind.CODE, 0, take(withBlankLines(fenced(fence.get()))));
            } else if (underlined > 0) {
                addHeading(underlined, current, 2);
            } else if (tableBegins()) {
                endParagraph();
                document.add(BlockKind.TABLE, 0, take(withBlankLines(table())));
            } else {
                paragraph.append(take(1));
                if (current.isBlank() && !nextIsBlank()) {
                    endParagraph();
                }
            }
        }

        private void addHeading(int level, String title, int headingLines) {
            document.addHeading(level, MarkdownLine.plain(title), 0, take(withBlankLines(headingLines)));
        }

        /** The level of the heading that the line is because of the next one; 0 where it is none. */
        private int underlined() {
            boolean mayBe = !lines.get(line).isBlank()
                    && line + 1 < lines.size()
                    && !lines.get(line).startsWith(" ".repeat(4));
            return mayBe ? MarkdownLine.underline(lines.get(line + 1)) : 0;
        }

        private boolean tableBegins() {
            return lines.get(line).contains("|")
                    && line + 1 < lines.size()
                    && MarkdownLine.isTableRule(lines.get(line + 1));
        }

        private int table() {
            int count = 0;
            while (line + count < lines.size() && !lines.get(line + count).isBlank()) {
                count++;
            }
            return count;
        }

        /** To the fence that closes it; without one, to the end. */
        private int fenced(MarkdownLine.Fence fence) {
            int count = 1;
            boolean closed = false;
            while (!closed && line + count < lines.size()) {
                closed = fence.isClosedBy(lines.get(line + count));
                count++;
            }
            return count;
        }

        /** So many lines, and the blank ones behind them. */
        private int withBlankLines(int count) {
            int all = count;
            while (line + all < lines.size() && lines.get(line + all).isBlank()) {
                all++;
            }
            return all;
        }

        private boolean nextIsBlank() {
            return line < lines.size() && lines.get(line).isBlank();
        }

        private String take(int count) {
            String taken = String.join("", lines.subList(line, line + count));
            line += count;
            return taken;
        }

        private void endParagraph() {
            document.add(BlockKind.PARAGRAPH, 0, paragraph);
            paragraph.setLength(0);
        }
    }
}

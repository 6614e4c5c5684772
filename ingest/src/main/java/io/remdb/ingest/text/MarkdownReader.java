package io.remdb.ingest.text;

import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentBuilder;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Languages;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Markdown (CommonMark with the tables of GitHub), as it was written: headings in both forms, fenced code, tables; all else is paragraphs.
 * The title is that of the front matter, else the first heading.
 */
public final class MarkdownReader implements TextReader {
    private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*?))?(?:[ \\t]+#+)?[ \\t]*\\R?");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})[^`]*\\R?");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)[ \\t]*\\R?");
    private static final Pattern TABLE_RULE =
            Pattern.compile("[ \\t]*\\|?[ \\t]*:?-+:?[ \\t]*(\\|[ \\t]*:?-+:?[ \\t]*)*\\|?[ \\t]*\\R?");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)]\\([^)]*\\)");
    private static final Pattern MARKS = Pattern.compile("[*`]+|(?<!\\w)_+|_+(?!\\w)");

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
            Matcher heading = HEADING.matcher(current);
            Matcher fence = FENCE.matcher(current);
            if (heading.matches()) {
                endParagraph();
                String title = Optional.ofNullable(heading.group(2)).orElse("");
                addHeading(heading.group(1).length(), title, 1);
            } else if (fence.matches()) {
                endParagraph();
                document.add(BlockKind.CODE, 0, take(withBlankLines(fenced(fence.group(1)))));
            } else if (paragraph.isEmpty() && underlined()) {
                addHeading(lines.get(line + 1).strip().startsWith("=") ? 1 : 2, current, 2);
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
            document.addHeading(level, plain(title), 0, take(withBlankLines(headingLines)));
        }

        private boolean underlined() {
            return !lines.get(line).isBlank()
                    && line + 1 < lines.size()
                    && UNDERLINE.matcher(lines.get(line + 1)).matches()
                    && !lines.get(line).startsWith(" ".repeat(4));
        }

        private boolean tableBegins() {
            return lines.get(line).contains("|")
                    && line + 1 < lines.size()
                    && lines.get(line + 1).contains("-")
                    && lines.get(line + 1).contains("|")
                    && TABLE_RULE.matcher(lines.get(line + 1)).matches();
        }

        private int table() {
            int count = 0;
            while (line + count < lines.size() && !lines.get(line + count).isBlank()) {
                count++;
            }
            return count;
        }

        /** To the fence that closes it; without one, to the end. */
        private int fenced(String fence) {
            int count = 1;
            while (line + count < lines.size()) {
                String candidate = lines.get(line + count).strip();
                count++;
                boolean closes = candidate.length() >= fence.length()
                        && candidate.chars().allMatch(c -> c == fence.charAt(0));
                if (closes) {
                    break;
                }
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

    /** A heading as it is shown. */
    private static String plain(String heading) {
        String shown = LINK.matcher(heading).replaceAll("$1");
        return MARKS.matcher(shown).replaceAll("").strip();
    }
}

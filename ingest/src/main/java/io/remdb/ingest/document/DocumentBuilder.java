package io.remdb.ingest.document;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a document together, block by block. One thread. */
public final class DocumentBuilder {
    private final int mostCharacters;
    private final StringBuilder text = new StringBuilder();
    private final List<Block> blocks = new ArrayList<>();

    /** @param mostCharacters the longest text that is taken */
    public DocumentBuilder(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    /** Adds a block as it is, with what separates it from the next; empty text adds nothing. */
    public DocumentBuilder add(BlockKind kind, int page, CharSequence content) {
        return add(kind, page, 0, "", content);
    }

    /** Adds a heading; of a long title the beginning counts, its content is whole. */
    public DocumentBuilder addHeading(int level, String title, int page, CharSequence content) {
        String shown = Titles.shortened(title, Titles.LONGEST);
        return add(BlockKind.HEADING, page, Math.clamp(level, 1, Block.DEEPEST_LEVEL), shown, content);
    }

    private DocumentBuilder add(BlockKind kind, int page, int level, String title, CharSequence content) {
        if (content.length() > mostCharacters - text.length()) {
            throw new RemException(ErrorCode.TOO_LARGE, "The text of the file is longer than one document may be")
                    .with("limit_characters", mostCharacters)
                    .hint("Split the file: a document is written as a whole or not at all");
        }
        if (!content.isEmpty()) {
            int start = text.length();
            text.append(content);
            blocks.add(new Block(kind, start, text.length(), page, level, title));
        }
        return this;
    }

    /** The title of the first heading; null where there is none. */
    public @Nullable String firstHeading() {
        return blocks.stream()
                .filter(block ->
                        block.kind() == BlockKind.HEADING && !block.title().isBlank())
                .map(Block::title)
                .findFirst()
                .orElse(null);
    }

    /** The characters so far. */
    public int length() {
        return text.length();
    }

    /** The document of what was added. */
    public Document build(String contentType, DocumentInfo info) {
        return new Document(contentType, text.toString(), blocks, info);
    }
}

package io.remdb.ingest.document;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself.
 *
 * @param title null where it has none; a long one is shortened
 * @param author null where it names none; shortened too
 * @param created when it says that it was written; null where it does not
 * @param modified when it says that it was last changed; null where it does not
 * @param pages pages, slides or sheets; 0 where there are none
 * @param language two letters (ISO 639-1), declared or guessed; null where neither
 * @param columns the header of a table that is a file; empty elsewhere
 */
public record DocumentInfo(
        @Nullable String title,
        @Nullable String author,
        @Nullable Instant created,
        @Nullable Instant modified,
        int pages,
        @Nullable String language,
        List<String> columns) {
    /** Nothing is known. */
    public static final DocumentInfo NONE = new DocumentInfo(null, null, null, null, 0, null, List.of());

    public DocumentInfo {
        title = title == null ? null : Titles.shortened(title, Titles.LONGEST);
        author = author == null ? null : Titles.shortened(author, Titles.LONGEST);
        columns = List.copyOf(columns);
    }

    /** The same with another title. */
    public DocumentInfo withTitle(@Nullable String title) {
        return new DocumentInfo(title, author, created, modified, pages, language, columns);
    }

    /** The same with another language. */
    public DocumentInfo withLanguage(@Nullable String language) {
        return new DocumentInfo(title, author, created, modified, pages, language, columns);
    }

    /** The same with the header of a table. */
    public DocumentInfo withColumns(List<String> columns) {
        return new DocumentInfo(title, author, created, modified, pages, language, columns);
    }
}

package io.remdb.ingest;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.parser.ParserLimits;
import io.remdb.ingest.parser.ParserProcess;
import io.remdb.ingest.source.FileStamp;
import io.remdb.ingest.source.Found;
import io.remdb.ingest.source.SourceFile;
import io.remdb.ingest.table.DocumentRow;
import io.remdb.ingest.table.FileFacts;
import io.remdb.ingest.text.TextDecoder;
import io.remdb.ingest.text.TextKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Reads one file after the other up to what is to be written: looks whether it has changed, parses, cuts, makes rows. What is wrong with a
 * file is its result, and the next one comes. One thread, but {@link #written}, which any may call.
 */
final class FileIntake {
    private final RemDatabase database;
    private final IngestOptions options;
    private final Supplier<Plan> plan;
    private final ParserProcess parser;
    private final ChunkRows rows;

    /** @param plan made when the first file needs it; throws where chunks cannot be written */
    FileIntake(RemDatabase database, IngestOptions options, Supplier<Plan> plan, ParserProcess parser) {
        this.database = database;
        this.options = options;
        this.plan = plan;
        this.parser = parser;
        this.rows = new ChunkRows(database);
    }

    /** @throws RemException when no other file would fare better */
    Item take(Found found) {
        return switch (found) {
            case Found.Unreadable(String uri, RemException reason) -> new Item.Done(FileResult.failed(uri, reason), 0);
            case Found.OfFile(SourceFile file) -> take(file);
        };
    }

    private Item take(SourceFile file) {
        long size = 0;
        try {
            size = FileStamp.size(file.path());
            return read(file, size);
        } catch (IOException e) {
            return new Item.Done(FileResult.failed(file.uri(), Failures.unreadable(e)), size);
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return new Item.Done(FileResult.failed(file.uri(), Failures.ofOneFile(e)), size);
        }
    }

    /** A document has been written, or will not be. */
    void written(Item.Pending document) {
        rows.written(document.writes());
    }

    private Item read(SourceFile file, long size) throws IOException {
        ParserLimits limits = options.limits();
        FileKind kind = FileKinds.of(file, FileStamp.head(file.path()));
        switch (kind) {
            case FileKind.Format _ -> requireSize(size, limits.fileBytes());
            case FileKind.Text _ -> requireSize(size, limits.textBytes());
            case FileKind.RowLines _, FileKind.RowList _ -> {} // read a row at a time
        }
        FileStamp stamp = FileStamp.of(file.path());
        UUID id = DocumentRow.id(file.uri());
        Optional<Entity> known = database.get(id);
        return switch (kind) {
            case FileKind.RowLines _, FileKind.RowList _ -> rows(file, stamp, kind, id, known);
            case FileKind.Text(TextKind text) ->
                document(file, stamp, id, known, () -> {
                    String decoded = TextDecoder.decode(Files.readAllBytes(file.path()));
                    requireLength(decoded.length(), limits.characters());
                    return text.reader().read(decoded, text.contentType());
                });
            case FileKind.Format _ ->
                document(file, stamp, id, known, () -> {
                    Document parsed = parser.parse(file.path(), file.name());
                    requireText(parsed);
                    return parsed;
                });
        };
    }

    private static void requireSize(long size, long limit) {
        if (size > limit) {
            throw new RemException(ErrorCode.TOO_LARGE, "The file is larger than the limit")
                    .with("bytes", size)
                    .with("limit_bytes", limit);
        }
    }

    private static void requireLength(int characters, int limit) {
        if (characters > limit) {
            throw new RemException(ErrorCode.TOO_LARGE, "The text of the file is longer than one document may be")
                    .with("characters", characters)
                    .with("limit_characters", limit)
                    .hint("Split the file: a document is written as a whole or not at all");
        }
    }

    private static void requireText(Document document) {
        if (document.text().isBlank()) {
            throw new RemException(ErrorCode.UNSUPPORTED, "There is no text in the file")
                    .with("content_type", document.contentType())
                    .hint(
                            "Pages that are pictures, as of a scanner, have to be recognised first, such as with ocrmypdf");
        }
    }

    private Item rows(SourceFile file, FileStamp stamp, FileKind kind, UUID id, Optional<Entity> known) {
        String table = options.schema();
        if (table == null) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The file holds rows, and nobody says of which table")
                    .hint("--schema TABLE names it; its rows are written as rem insert --batch writes them");
        }
        String settings = Plan.rowSettings(options, table);
        if (known.isPresent() && DocumentRow.isUnchanged(known.get(), stamp.sha256(), settings)) {
            return new Item.Done(
                    new FileResult(file.uri(), id, 0, DocumentRow.rows(known.get()), FileResult.Action.UNCHANGED, null),
                    stamp.size());
        }
        return new Item.Rows(file, stamp, kind, id, action(known), FormerChunks.of(known));
    }

    /** A document that is hidden comes back: to who looks for it, it is a new one. */
    private static FileResult.Action action(Optional<Entity> known) {
        return known.filter(document -> !document.deleted()).isPresent()
                ? FileResult.Action.REPLACED
                : FileResult.Action.CREATED;
    }

    /** Gives the document of a file. */
    @FunctionalInterface
    private interface Parsing {
        Document document() throws IOException;
    }

    private Item document(SourceFile file, FileStamp stamp, UUID id, Optional<Entity> known, Parsing parsing)
            throws IOException {
        Plan current = plan.get();
        if (known.isPresent() && DocumentRow.isUnchanged(known.get(), stamp.sha256(), current.settings())) {
            return new Item.Done(
                    new FileResult(
                            file.uri(), id, DocumentRow.chunks(known.get()), 0, FileResult.Action.UNCHANGED, null),
                    stamp.size());
        }
        Document document = parsing.document();
        if (stamp.isStale(file.path())) {
            throw new RemException(ErrorCode.CONFLICT, "The file was written while it was read")
                    .hint("Ingest it again when it is complete");
        }
        DocumentInfo info = document.info();
        FileFacts facts =
                new FileFacts(file.uri(), file.name(), document.contentType(), stamp.size(), stamp.sha256(), info);
        ChunkRows.Made made = rows.make(current, facts, id, document, FormerChunks.of(known));
        return new Item.Pending(
                new FileResult(file.uri(), id, made.chunks(), 0, action(known), null),
                made.writes(),
                made.characters(),
                stamp.size());
    }
}

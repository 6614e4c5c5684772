package io.remdb.ingest;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.WriteBatch.Write;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Reads one file after the other up to what is to be written: looks whether it has changed, parses, cuts, makes rows. What is wrong with a
 * file is its result, and the next one comes. One thread.
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
            RemException error = new RemException(ErrorCode.IO_ERROR, "The file cannot be read", e)
                    .with("reason", e.getClass().getSimpleName() + ": " + e.getMessage());
            return new Item.Done(FileResult.failed(file.uri(), error), size);
        } catch (RemException e) {
            if (!Failures.isOfOneFile(e)) {
                throw e;
            }
            return new Item.Done(FileResult.failed(file.uri(), e), size);
        }
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
        Optional<Entity> known = database.get(id).filter(document -> document.deletedAt() == null);
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
        return new Item.Rows(file, stamp, kind, id, known.isPresent());
    }

    /** Gives the document of a file. */
    @FunctionalInterface
    private interface Reading {
        Document read() throws IOException;
    }

    private Item document(SourceFile file, FileStamp stamp, UUID id, Optional<Entity> known, Reading reading)
            throws IOException {
        Plan current = plan.get();
        if (known.isPresent() && DocumentRow.isUnchanged(known.get(), stamp.sha256(), current.settings())) {
            return new Item.Done(
                    new FileResult(
                            file.uri(), id, DocumentRow.chunks(known.get()), 0, FileResult.Action.UNCHANGED, null),
                    stamp.size());
        }
        Document document = reading.read();
        if (stamp.isStale(file.path())) {
            throw new RemException(ErrorCode.CONFLICT, "The file was written while it was read")
                    .hint("Ingest it again when it is complete");
        }
        DocumentInfo info = document.info();
        FileFacts facts =
                new FileFacts(file.uri(), file.name(), document.contentType(), stamp.size(), stamp.sha256(), info);
        Set<UUID> former = known.isPresent() ? FormerChunks.of(database, id) : Set.of();
        ChunkRows.Made made = rows.make(current, facts, id, document, former);
        FileResult.Action action = known.isPresent() ? FileResult.Action.REPLACED : FileResult.Action.CREATED;
        List<Write> writes = made.writes();
        return new Item.Pending(
                new FileResult(file.uri(), id, made.chunks(), 0, action, null),
                writes,
                made.characters(),
                stamp.size());
    }
}

package io.remdb.ingest.parser;

import io.remdb.ErrorCode;
import io.remdb.ingest.document.Block;
import io.remdb.ingest.document.BlockKind;
import io.remdb.ingest.document.Document;
import io.remdb.ingest.document.DocumentInfo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers as bytes, in the forms of {@link java.io.DataOutput}; text is its length in bytes and UTF-8. The other side is not
 * trusted: every length is looked at before memory is taken for it.
 */
public final class Frames {
    private static final int MOST_SHORT_TEXT_BYTES = 1 << 20;
    private static final int MOST_UTF8_BYTES = 3;
    private static final int NO_TEXT = -1;
    private static final byte READ = 1;
    private static final byte REFUSED = 2;

    private Frames() {}

    /** Writes a request. */
    public static void write(ParseRequest request, DataOutputStream out) throws IOException {
        writeText(request.path(), out);
        writeText(request.name(), out);
        out.writeInt(request.characters());
        out.writeInt(request.attachmentDepth());
        out.flush();
    }

    /** Reads a request. */
    public static ParseRequest readRequest(DataInputStream in) throws IOException {
        return new ParseRequest(shortText(in), shortText(in), in.readInt(), in.readInt());
    }

    /** Writes an answer. */
    public static void write(ParseAnswer answer, DataOutputStream out) throws IOException {
        switch (answer) {
            case ParseAnswer.Read(Document document) -> {
                out.writeByte(READ);
                write(document, out);
            }
            case ParseAnswer.Refused(ErrorCode code, String message, String contentType, String reason) -> {
                out.writeByte(REFUSED);
                writeText(code.name(), out);
                writeText(message, out);
                writeText(contentType, out);
                writeText(reason, out);
            }
        }
        out.flush();
    }

    /**
     * Reads an answer.
     *
     * @param mostCharacters the longest text that was asked for
     */
    public static ParseAnswer readAnswer(DataInputStream in, int mostCharacters) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case READ -> new ParseAnswer.Read(readDocument(in, mostCharacters));
            case REFUSED ->
                new ParseAnswer.Refused(
                        value(ErrorCode.class, shortText(in)), shortText(in), shortText(in), shortText(in));
            default -> throw malformed("kind " + kind);
        };
    }

    private static <E extends Enum<E>> E value(Class<E> type, String name) throws IOException {
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw malformed(type.getSimpleName() + " " + name);
        }
    }

    private static void write(Document document, DataOutputStream out) throws IOException {
        writeText(document.contentType(), out);
        writeText(document.text(), out);
        DocumentInfo info = document.info();
        writeOptional(info.title(), out);
        writeOptional(info.author(), out);
        writeOptional(info.created() == null ? null : info.created().toString(), out);
        writeOptional(info.modified() == null ? null : info.modified().toString(), out);
        out.writeInt(info.pages());
        writeOptional(info.language(), out);
        out.writeInt(document.blocks().size());
        for (Block block : document.blocks()) {
            writeText(block.kind().name(), out);
            out.writeInt(block.end() - block.start());
            out.writeInt(block.page());
            out.writeByte(block.level());
            writeText(block.title(), out);
        }
    }

    private static Document readDocument(DataInputStream in, int mostCharacters) throws IOException {
        String contentType = shortText(in);
        String text = readText(in, (int) Math.min(Integer.MAX_VALUE, (long) mostCharacters * MOST_UTF8_BYTES));
        DocumentInfo info = new DocumentInfo(
                optional(in),
                optional(in),
                instant(optional(in)),
                instant(optional(in)),
                in.readInt(),
                optional(in),
                List.of());
        int count = in.readInt();
        if (count < 0 || count > text.length()) {
            throw malformed("blocks " + count);
        }
        List<Block> blocks = new ArrayList<>(count);
        int start = 0;
        for (int i = 0; i < count; i++) {
            BlockKind kind = value(BlockKind.class, shortText(in));
            int end = start + in.readInt();
            if (end <= start || end > text.length()) {
                throw malformed("block " + i);
            }
            blocks.add(new Block(kind, start, end, in.readInt(), in.readByte(), shortText(in)));
            start = end;
        }
        if (start != text.length()) {
            throw malformed("text behind the last block");
        }
        return new Document(contentType, text, blocks, info);
    }

    private static @Nullable Instant instant(@Nullable String text) throws IOException {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw malformed("time " + text);
        }
    }

    private static void writeOptional(@Nullable String text, DataOutputStream out) throws IOException {
        if (text == null) {
            out.writeInt(NO_TEXT);
        } else {
            writeText(text, out);
        }
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String shortText(DataInputStream in) throws IOException {
        return readText(in, MOST_SHORT_TEXT_BYTES);
    }

    private static @Nullable String optional(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NO_TEXT ? null : readText(in, length, MOST_SHORT_TEXT_BYTES);
    }

    private static String readText(DataInputStream in, int mostBytes) throws IOException {
        return readText(in, in.readInt(), mostBytes);
    }

    private static String readText(DataInputStream in, int length, int mostBytes) throws IOException {
        if (length < 0 || length > mostBytes) {
            throw malformed("length " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static IOException malformed(String what) {
        return new IOException("not an answer of a parser: " + what);
    }
}

package io.remdb.json;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Splits an input into lines of strict UTF-8. A line is never held in memory beyond the limit. One thread at a time. */
public final class LineReader {
    /** The longest line, in bytes. */
    public static final int LONGEST_LINE = Json.LONGEST_DOCUMENT;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST_LINE_BYTES = 256;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final InputStream source;
    private final OutputStream tooLong;
    private final int longestLine;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long number;

    /**
     * Reads {@code source}.
     *
     * @param longestLine in bytes
     * @param tooLong takes the bytes of longer lines, each with its line break
     */
    public LineReader(InputStream source, int longestLine, OutputStream tooLong) {
        this.source = source;
        this.longestLine = longestLine;
        this.tooLong = tooLong;
    }

    /** All of an input as one text, refused where it is longer than a line may be. */
    public static String readAll(InputStream source) {
        try {
            byte[] bytes = source.readNBytes(LONGEST_LINE + 1);
            if (bytes.length > LONGEST_LINE) {
                throw new RemException(ErrorCode.TOO_LARGE, "The input is longer than one document may be")
                        .with("limit_bytes", LONGEST_LINE);
            }
            ByteBuffer input = ByteBuffer.wrap(bytes);
            CharBuffer text = CharBuffer.allocate(bytes.length);
            if (!decode(input, text)) {
                throw new RemException(ErrorCode.INVALID_JSON, "The input is not valid UTF-8")
                        .with("line", 1 + count(bytes, input.position()))
                        .with("byte", input.position() + 1);
            }
            return withoutMark(text.flip().toString());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The next line, or empty at the end. */
    public Optional<Line> next() {
        try {
            return read();
        } catch (IOException e) {
            throw unreadable(e).with("line", number + 1);
        }
    }

    private Optional<Line> read() throws IOException {
        if (position == limit && !fill()) {
            return Optional.empty();
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(FIRST_LINE_BYTES);
        boolean ended = false;
        while (!ended && (position < limit || fill())) {
            int end = endOfLine();
            ended = end < limit;
            if ((long) line.size() + end - position > longestLine) {
                passOn(line);
                return Optional.of(new Line.TooLong(number));
            }
            line.write(buffer, position, end - position);
            position = ended ? end + 1 : end;
        }
        return Optional.of(decoded(line.toByteArray()));
    }

    /** Where the line ends in the buffer, or the end of the buffer. */
    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Hands on a line over the limit without holding it; nobody else writes into the middle of it. */
    private void passOn(ByteArrayOutputStream beginning) throws IOException {
        synchronized (tooLong) {
            beginning.writeTo(tooLong);
            boolean ended = false;
            while (!ended && (position < limit || fill())) {
                int end = endOfLine();
                ended = end < limit;
                tooLong.write(buffer, position, end - position);
                position = ended ? end + 1 : end;
            }
            tooLong.write('\n');
        }
    }

    private Line decoded(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (!decode(input, text)) {
            return new Line.Undecodable(number, bytes, input.position() + 1);
        }
        String line = text.flip().toString();
        return new Line.Decoded(number, number == 1 ? withoutMark(line) : line);
    }

    /** Whether all of it is UTF-8; {@code input} stands at the first byte that is not. */
    private static boolean decode(ByteBuffer input, CharBuffer text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return !decoder.decode(input, text, true).isError();
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static int count(byte[] bytes, int end) {
        int breaks = 0;
        for (int index = 0; index < end; index++) {
            breaks += bytes[index] == '\n' ? 1 : 0;
        }
        return breaks;
    }

    private boolean fill() throws IOException {
        int count = source.read(buffer);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    private static RemException unreadable(IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The input cannot be read", e).with("reason", e.getMessage());
    }
}

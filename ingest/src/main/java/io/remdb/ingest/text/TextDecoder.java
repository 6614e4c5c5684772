package io.remdb.ingest.text;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes to text: UTF-8, or UTF-16 with a byte order mark. What is neither is refused, not guessed at. Thread-safe. */
public final class TextDecoder {
    private TextDecoder() {}

    /** @throws RemException {@link ErrorCode#UNSUPPORTED} with the first byte that is no text */
    public static String decode(byte[] bytes) {
        Charset charset = charset(bytes);
        int mark = charset.equals(StandardCharsets.UTF_8) ? (hasUtf8Mark(bytes) ? 3 : 0) : 2;
        ByteBuffer input = ByteBuffer.wrap(bytes, mark, bytes.length - mark);
        String text;
        try {
            text = decoder(charset).decode(input).toString();
        } catch (CharacterCodingException e) {
            throw new RemException(ErrorCode.UNSUPPORTED, "The file is not valid " + charset.name() + " text", e)
                    .with("byte", input.position())
                    .hint("Convert it to UTF-8, such as with: iconv -f WINDOWS-1252 -t UTF-8");
        }
        int control = text.indexOf('\0');
        if (control >= 0) {
            throw new RemException(ErrorCode.UNSUPPORTED, "The file is binary, not text").with("character", control);
        }
        return text;
    }

    /** Whether this may be the beginning of a text. */
    public static boolean looksLikeText(byte[] head) {
        Charset charset = charset(head);
        CharBuffer text = CharBuffer.allocate(head.length + 1);
        // The end may be in the middle of a character.
        CoderResult result = decoder(charset).decode(ByteBuffer.wrap(head), text, false);
        return !result.isError() && text.flip().chars().noneMatch(c -> c == 0);
    }

    private static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static boolean hasUtf8Mark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }
}

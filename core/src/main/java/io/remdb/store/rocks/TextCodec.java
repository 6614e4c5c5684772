package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * Text as bytes in the order of its UTF-16 code units, which is how {@link String#compareTo} and so SQL compares it. Each unit is
 * encoded for itself as UTF-8 would (CESU-8), so that surrogates sort where {@code compareTo} puts them, and unpaired ones survive.
 *
 * <p>The <em>ordered</em> form can be followed by other bytes and keeps the order: a NUL is 00 FF, the end is 00 00.
 */
final class TextCodec {
    /** The most bytes that the ordered form may have without its end mark. */
    static final int LONGEST_TEXT = 4096;

    private TextCodec() {}

    /** Length of the ordered form without its end mark. */
    static int orderedLength(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            length += unit >= 0x800 ? 3 : unit >= 0x80 || unit == 0 ? 2 : 1;
        }
        return length;
    }

    static boolean fits(String text) {
        int length = text.length();
        return length * 3L <= LONGEST_TEXT || (length <= LONGEST_TEXT && orderedLength(text) <= LONGEST_TEXT);
    }

    static void writeOrdered(ByteWriter out, String text) {
        requireFits(text);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            writeUnit(out, unit);
            if (unit == 0) {
                out.writeByte(0xFF);
            }
        }
        out.writeByte(0).writeByte(0);
    }

    static String readOrdered(ByteReader in) {
        StringBuilder text = new StringBuilder();
        while (true) {
            int first = in.readByte();
            if (first != 0) {
                text.append(readUnit(in, first));
            } else if (in.readByte() == 0) {
                return text.toString();
            } else {
                text.append('\0');
            }
        }
    }

    /** Where an ordered text that starts at a place ends, its mark included. */
    static int orderedEnd(byte[] bytes, int start) {
        ByteReader in = new ByteReader(bytes, start);
        while (true) {
            if (in.readByte() == 0) {
                int marks = in.readByte(); // the second byte says whether the first is one of the text
                if (marks == 0) {
                    return bytes.length - in.remaining();
                }
            }
        }
    }

    /** The bytes alone: for where the length is kept beside them. */
    static byte[] plain(String text) {
        ByteWriter out = new ByteWriter(text.length() + Long.BYTES);
        for (int i = 0; i < text.length(); i++) {
            writeUnit(out, text.charAt(i));
        }
        return out.toByteArray();
    }

    static String fromPlain(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, 0);
        StringBuilder text = new StringBuilder(bytes.length);
        while (in.remaining() > 0) {
            text.append(readUnit(in, in.readByte()));
        }
        return text.toString();
    }

    static void requireFits(String text) {
        if (!fits(text)) {
            throw new RemException(ErrorCode.TOO_LARGE, "A key, an indexed text or a relation type is too long")
                    .with("limit_bytes", LONGEST_TEXT)
                    .with("text", text)
                    .hint("Shorten it, or leave the field out of indexed_fields");
        }
    }

    private static void writeUnit(ByteWriter out, char unit) {
        if (unit < 0x80) {
            out.writeByte(unit);
        } else if (unit < 0x800) {
            out.writeByte(0xC0 | (unit >> 6)).writeByte(continuation(unit));
        } else {
            out.writeByte(0xE0 | (unit >> 12))
                    .writeByte(continuation(unit >> 6))
                    .writeByte(continuation(unit));
        }
    }

    private static int continuation(int bits) {
        return 0x80 | (bits & 0x3F);
    }

    private static char readUnit(ByteReader in, int first) {
        if (first < 0x80) {
            return (char) first;
        }
        if (first < 0xE0) {
            return (char) (((first & 0x1F) << 6) + readContinuation(in));
        }
        return (char) (((first & 0x0F) << 12) + (readContinuation(in) << 6) + readContinuation(in));
    }

    private static int readContinuation(ByteReader in) {
        return in.readByte() & 0x3F;
    }
}

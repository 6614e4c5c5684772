package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;
import java.util.UUID;

/** Reads what {@link ByteWriter} wrote; a length that does not fit is {@link ErrorCode#CORRUPTED}. */
final class ByteReader {
    private final byte[] bytes;
    private int position;

    ByteReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int readByte() {
        return bytes[advance(1)] & 0xFF;
    }

    int readInt() {
        return Bytes.intAt(bytes, advance(Integer.BYTES));
    }

    long readLong() {
        return Bytes.longAt(bytes, advance(Long.BYTES));
    }

    UUID readUuid() {
        return Bytes.uuidAt(bytes, advance(Bytes.UUID_LENGTH));
    }

    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw corrupted();
    }

    /** A count or length: never more than the bytes that are left. */
    int readLength() {
        long length = readVarint();
        if (length < 0 || length > remaining()) {
            throw corrupted();
        }
        return (int) length;
    }

    byte[] readBlock() {
        return readBytes(readLength());
    }

    void skipBlock() {
        advance(readLength());
    }

    byte[] readBytes(int length) {
        int start = advance(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    int remaining() {
        return bytes.length - position;
    }

    RemException corrupted() {
        return new RemException(ErrorCode.CORRUPTED, "A stored value does not have the form that it was written in")
                .with("offset", position)
                .with("length", bytes.length);
    }

    private int advance(int length) {
        if (length > remaining()) {
            throw corrupted();
        }
        int start = position;
        position += length;
        return start;
    }
}

package io.remdb.store.rocks;

import java.util.Arrays;
import java.util.UUID;

/** Appends to a byte array that grows. Numbers are big-endian; counts and lengths are LEB128 varints. */
final class ByteWriter {
    private byte[] bytes;
    private int length;

    ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    ByteWriter writeByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    ByteWriter writeInt(int value) {
        reserve(Integer.BYTES);
        Bytes.putInt(bytes, length, value);
        length += Integer.BYTES;
        return this;
    }

    ByteWriter writeLong(long value) {
        reserve(Long.BYTES);
        Bytes.putLong(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    ByteWriter writeUuid(UUID value) {
        reserve(Bytes.UUID_LENGTH);
        Bytes.putUuid(bytes, length, value);
        length += Bytes.UUID_LENGTH;
        return this;
    }

    ByteWriter writeVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return writeByte((int) rest);
    }

    ByteWriter writeBytes(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** The bytes with their length before them. */
    ByteWriter writeBlock(byte[] value) {
        return writeVarint(value.length).writeBytes(value);
    }

    int length() {
        return length;
    }

    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/** Big-endian numbers and UUIDs in byte arrays. */
final class Bytes {
    static final int UUID_LENGTH = 16;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    /** @throws RemException {@link ErrorCode#CORRUPTED} where there are fewer bytes; so the next two */
    static int intAt(byte[] bytes, int offset) {
        try {
            return (int) INT.get(bytes, offset);
        } catch (IndexOutOfBoundsException e) {
            throw cutOff(bytes, offset, e);
        }
    }

    static long longAt(byte[] bytes, int offset) {
        try {
            return (long) LONG.get(bytes, offset);
        } catch (IndexOutOfBoundsException e) {
            throw cutOff(bytes, offset, e);
        }
    }

    private static RemException cutOff(byte[] bytes, int offset, IndexOutOfBoundsException cause) {
        return new RemException(ErrorCode.CORRUPTED, "A stored key or value is cut off", cause)
                .with("offset", offset)
                .with("length", bytes.length);
    }

    static UUID uuidAt(byte[] bytes, int offset) {
        return new UUID(longAt(bytes, offset), longAt(bytes, offset + Long.BYTES));
    }

    static void putInt(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    static void putUuid(byte[] bytes, int offset, UUID value) {
        putLong(bytes, offset, value.getMostSignificantBits());
        putLong(bytes, offset + Long.BYTES, value.getLeastSignificantBits());
    }

    static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The smallest array that is larger than everything that starts with {@code prefix}, which has a byte below 0xFF. */
    static byte[] successor(byte[] prefix) {
        int last = prefix.length - 1;
        while (prefix[last] == (byte) 0xFF) {
            last--;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
    }
}

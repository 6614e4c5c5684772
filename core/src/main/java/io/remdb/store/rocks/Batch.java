package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to several families that are made together. One thread.
 *
 * <p>They are handed to RocksDB in the form in which it keeps a batch itself, so that a batch costs one native call and not one
 * for each write. In that form a large batch is sorted, which makes RocksDB's part of the work a third shorter: neighbours in a
 * memtable are inserted one after the other. A test compares the form with what RocksDB's own class makes.
 */
final class Batch {
    /** A sequence of 8 bytes, which RocksDB sets, and the number of writes; little-endian. */
    static final int HEADER_LENGTH = Long.BYTES + Integer.BYTES;

    static final int COUNT_AT = Long.BYTES;
    /** Below, sorting costs more than it spares. */
    private static final int LARGE = 64;

    private static final byte[] NO_VALUE = {};

    /** What RocksDB calls the kinds of writes to a family other than its default one, of which we have none. */
    enum Kind {
        DELETE(0x4, false),
        PUT(0x5, true),
        DELETE_RANGE(0xE, true);

        private final byte tag;
        /** Whether something follows the key. */
        final boolean valued;

        Kind(int tag, boolean valued) {
            this.tag = (byte) tag;
            this.valued = valued;
        }

        /** The kind that is written so; null for none of these. */
        static @Nullable Kind of(int tag) {
            return switch (tag) {
                case 0x4 -> DELETE;
                case 0x5 -> PUT;
                case 0xE -> DELETE_RANGE;
                default -> null;
            };
        }
    }

    /** A write; the value of a deleted range is its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Write(Kind kind, int family, byte[] key, byte[] value) {
        private static final Comparator<Write> BY_KEY = (a, b) -> {
            int families = Integer.compare(a.family, b.family);
            return families != 0 ? families : Arrays.compareUnsigned(a.key, b.key);
        };

        long length() {
            long length = 1L + varintLength(family) + varintLength(key.length) + key.length;
            return kind.valued ? length + varintLength(value.length) + value.length : length;
        }

        void write(ByteBuffer out) {
            out.put(kind.tag);
            putVarint(out, family);
            putBlock(out, key);
            if (kind.valued) {
                putBlock(out, value);
            }
        }
    }

    private final RocksHandle rocks;
    private final List<Write> writes = new ArrayList<>();
    private boolean ordered;

    Batch(RocksHandle rocks) {
        this.rocks = rocks;
    }

    /** Neither of the arrays may be changed afterwards; so in the other methods. */
    void put(Family family, byte[] key, byte[] value) {
        StoreCipher cipher = rocks.cipher();
        byte[] storedKey = cipher.key(family, key);
        writes.add(new Write(Kind.PUT, rocks.number(family), storedKey, cipher.value(family, key, storedKey, value)));
    }

    void delete(Family family, byte[] key) {
        writes.add(new Write(Kind.DELETE, rocks.number(family), rocks.cipher().key(family, key), NO_VALUE));
    }

    /** Deletes a key that is as RocksDB has it. */
    void deleteStored(Family family, byte[] storedKey) {
        writes.add(new Write(Kind.DELETE, rocks.number(family), storedKey, NO_VALUE));
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** Deletes from {@code start} up to, but without, {@code end}, which are not enciphered. */
    void deleteRange(Family family, byte[] start, byte[] end) {
        // It has a say about every key in the range that was written before it, and none about those after it.
        ordered = true;
        writes.add(new Write(Kind.DELETE_RANGE, rocks.number(family), start, end));
    }

    void deletePrefix(Family family, byte[] prefix) {
        byte[] stored = rocks.cipher().prefix(family, prefix);
        deleteRange(family, stored, Bytes.successor(stored));
    }

    /** All writes as RocksDB keeps them; those to one key in the order in which they were made. */
    byte[] serialised() {
        if (!ordered && writes.size() >= LARGE) {
            writes.sort(Write.BY_KEY);
        }
        long length = HEADER_LENGTH;
        for (Write write : writes) {
            length += write.length();
        }
        if (length > Integer.MAX_VALUE - Long.BYTES) {
            throw new RemException(ErrorCode.TOO_LARGE, "What is to be written at once is too large")
                    .with("bytes", length)
                    .hint("Write fewer rows at once");
        }
        ByteBuffer out = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(COUNT_AT, writes.size()).position(HEADER_LENGTH);
        for (Write write : writes) {
            write.write(out);
        }
        return out.array();
    }

    /** Several batches in the form of one: what comes later is done later. */
    static byte[] joined(List<byte[]> batches) {
        long length = HEADER_LENGTH;
        int count = 0;
        for (byte[] batch : batches) {
            length += batch.length - HEADER_LENGTH;
            count += BatchReader.count(batch);
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(COUNT_AT, count).position(HEADER_LENGTH);
        for (byte[] batch : batches) {
            out.put(batch, HEADER_LENGTH, batch.length - HEADER_LENGTH);
        }
        return out.array();
    }

    private static int varintLength(int value) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private static void putBlock(ByteBuffer out, byte[] block) {
        putVarint(out, block.length);
        out.put(block);
    }

    private static void putVarint(ByteBuffer out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}

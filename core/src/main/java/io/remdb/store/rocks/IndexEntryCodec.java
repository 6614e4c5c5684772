package io.remdb.store.rocks;

import io.remdb.store.IndexEntry;
import io.remdb.store.SystemFields;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The value of an index entry: whether its row is deleted, and what that has in other indexed fields, in pairs of a field's number and
 * the fingerprint of its value. {@code docs/storage-format.md} has the form.
 */
final class IndexEntryCodec {
    /** Field numbers are told in one byte. */
    private static final int HIGHEST_FIELD_TOLD = 255;
    /** Of Fibonacci hashing: 2 to the power of 32, divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4). */
    private static final int MIXING = 0x9E3779B1;

    private static final byte LIVE = 0;
    private static final byte SOFT_DELETED = 1;
    private static final int FLAG_LENGTH = 1;
    private static final int PAIR_LENGTH = 2;

    private IndexEntryCodec() {}

    /** Whether a field may be one of those that entries tell of: the times of the row, of which one changes always, are not. */
    static boolean isTellable(int field) {
        return field >= SystemFields.FIRST_USER_FIELD && field <= HIGHEST_FIELD_TOLD;
    }

    /** Room for so many pairs. */
    static byte[] pairs(int count) {
        return new byte[PAIR_LENGTH * count];
    }

    /** The first so many of some pairs. */
    static byte[] first(byte[] pairs, int count) {
        int length = PAIR_LENGTH * count;
        return length == pairs.length ? pairs : Arrays.copyOf(pairs, length);
    }

    /**
     * Sets a pair.
     *
     * @param bytes have the ordered value
     */
    static void setPair(byte[] pairs, int at, int field, byte[] bytes, int from, int to) {
        pairs[PAIR_LENGTH * at] = (byte) field;
        pairs[PAIR_LENGTH * at + 1] = fingerprint(bytes, from, to);
    }

    private static byte fingerprint(byte[] bytes, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, to - from);
        // The lowest byte of a CRC has few values where only the last byte of a number differs.
        return (byte) (((int) checksum.getValue() * MIXING) >>> (Integer.SIZE - Byte.SIZE));
    }

    /** The value of an entry that tells nothing. */
    static byte[] encode(boolean deleted) {
        return new byte[] {deleted ? SOFT_DELETED : LIVE};
    }

    /** The value of an entry of a field, which tells of all others. */
    static byte[] encode(boolean deleted, byte[] pairs, int field) {
        byte[] value = new byte[FLAG_LENGTH + pairs.length];
        value[0] = deleted ? SOFT_DELETED : LIVE;
        int length = FLAG_LENGTH;
        for (int i = 0; i < pairs.length; i += PAIR_LENGTH) {
            if ((pairs[i] & 0xFF) != field) {
                value[length++] = pairs[i];
                value[length++] = pairs[i + 1];
            }
        }
        return length == value.length ? value : Arrays.copyOf(value, length);
    }

    /** Whether a row is soft-deleted by the value of one of its entries. */
    static boolean isDeleted(byte[] value) {
        return value.length > 0 && value[0] == SOFT_DELETED;
    }

    /** The value of an entry without what it tells of other fields. */
    static byte[] withoutTold(byte[] value) {
        return value.length > FLAG_LENGTH ? Arrays.copyOf(value, FLAG_LENGTH) : value;
    }

    /**
     * Whether a value that was found says the same as the one that is to be there. It may say less: entries of an older version tell
     * nothing, and those that were written before a field was indexed tell nothing of it.
     */
    static boolean agrees(byte[] found, byte[] wanted) {
        if (isDeleted(found) != isDeleted(wanted)) {
            return false;
        }
        for (int i = FLAG_LENGTH; i + 1 < wanted.length; i += PAIR_LENGTH) {
            if (!mayHave(found, wanted[i], wanted[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row of whose entries this is the value may have something of this fingerprint in a field. */
    private static boolean mayHave(byte[] value, byte field, byte fingerprint) {
        for (int i = FLAG_LENGTH; i + 1 < value.length; i += PAIR_LENGTH) {
            if (value[i] == field) {
                return value[i + 1] == fingerprint;
            }
        }
        return true;
    }

    /** What rows are wanted to have in other fields than the one along whose index they are read. */
    static final class Wanted {
        private final byte[] pairs;

        /** What of these can be told by entries. */
        Wanted(List<IndexEntry> wanted) {
            List<IndexEntry> tellable =
                    wanted.stream().filter(entry -> isTellable(entry.field())).toList();
            pairs = IndexEntryCodec.pairs(tellable.size());
            for (int i = 0; i < tellable.size(); i++) {
                byte[] value = KeyCodec.orderedValue(tellable.get(i).value());
                setPair(pairs, i, tellable.get(i).field(), value, 0, value.length);
            }
        }

        /** Whether a row of whose entries this is the value may be one of those. */
        boolean mayBe(byte[] value) {
            for (int i = 0; i < pairs.length; i += PAIR_LENGTH) {
                if (!mayHave(value, pairs[i], pairs[i + 1])) {
                    return false;
                }
            }
            return true;
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.store.IndexEntry;
import io.remdb.store.SystemFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The entries that one row has in the indexes of its table. Each tells, in one byte for each, what the row has in its other indexed
 * fields, so that a statement with conditions on two fields goes along one index and reads hardly any row that the other condition
 * excludes. {@code docs/storage-format.md} has the form.
 */
final class IndexedRow {
    /** So that the entries of a row with many fields stay small. */
    private static final int MOST_FIELDS_TOLD = 16;
    /** Field numbers are told in one byte. */
    private static final int HIGHEST_FIELD_TOLD = 255;

    /** From here on a map is faster than looking through a list. */
    private static final int FEW = 16;

    private static final int INDEX_PREFIX_LENGTH = 2 * Integer.BYTES;
    /** Of Fibonacci hashing: 2 to the power of 32, divided by the golden ratio (Knuth, The Art of Computer Programming, 6.4). */
    private static final int MIXING = 0x9E3779B1;

    private static final byte LIVE = 0;
    private static final byte SOFT_DELETED = 1;
    private static final int FLAG_LENGTH = 1;
    private static final int TOLD_LENGTH = 2;

    private final List<IndexEntry> entries;
    private final List<byte[]> keys;
    /** What the fields are known by, in pairs: the number and the fingerprint. */
    private final byte[] told;

    private final byte flag;
    private @Nullable Map<IndexEntry, Integer> places;

    /**
     * The entries of a row.
     *
     * @param all entries, not only those that are to be written
     * @param tells whether entries may show something of other fields: not where the store is encrypted
     */
    IndexedRow(int table, UUID id, List<IndexEntry> all, boolean deleted, boolean tells) {
        this.entries = all;
        this.flag = deleted ? SOFT_DELETED : LIVE;
        this.keys = new ArrayList<>(all.size());
        for (IndexEntry entry : all) {
            keys.add(KeyCodec.index(table, entry.field(), entry.value(), id));
        }
        this.told = tells ? tell() : new byte[0];
    }

    private byte[] tell() {
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < entries.size() && told.size() < MOST_FIELDS_TOLD; i++) {
            if (isOnly(i) && isTellable(entries.get(i).field())) {
                told.add(i);
            }
        }
        byte[] pairs = new byte[TOLD_LENGTH * told.size()];
        for (int i = 0; i < told.size(); i++) {
            byte[] key = keys.get(told.get(i));
            pairs[TOLD_LENGTH * i] = (byte) entries.get(told.get(i)).field();
            pairs[TOLD_LENGTH * i + 1] = fingerprint(key, INDEX_PREFIX_LENGTH, key.length - Bytes.UUID_LENGTH);
        }
        return pairs;
    }

    /** Whether an entry is the only one of its field; those of one field stand side by side. */
    private boolean isOnly(int at) {
        int field = entries.get(at).field();
        return (at == 0 || entries.get(at - 1).field() != field)
                && (at == entries.size() - 1 || entries.get(at + 1).field() != field);
    }

    /** Whether a field may be one of those that entries tell of: the times of the row, of which one changes always, are not. */
    static boolean isTellable(int field) {
        return field >= SystemFields.FIRST_USER_FIELD && field <= HIGHEST_FIELD_TOLD;
    }

    private static byte fingerprint(byte[] bytes, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, to - from);
        // The lowest byte of a CRC has few values where only the last byte of a number differs.
        return (byte) (((int) checksum.getValue() * MIXING) >>> (Integer.SIZE - Byte.SIZE));
    }

    int size() {
        return entries.size();
    }

    IndexEntry entry(int at) {
        return entries.get(at);
    }

    byte[] key(int at) {
        return keys.get(at);
    }

    /** Where an entry stands; -1 where it does not. */
    int indexOf(IndexEntry entry) {
        if (entries.size() <= FEW) {
            return entries.indexOf(entry);
        }
        Map<IndexEntry, Integer> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < entries.size(); i++) {
                known.put(entries.get(i), i);
            }
            places = known;
        }
        return known.getOrDefault(entry, -1);
    }

    /** The value of an entry: whether the row is deleted, and what it has in other fields, where this one has one value. */
    byte[] value(int at) {
        if (told.length == 0 || !isOnly(at)) {
            return new byte[] {flag};
        }
        int field = entries.get(at).field();
        byte[] value = new byte[FLAG_LENGTH + told.length];
        value[0] = flag;
        int length = FLAG_LENGTH;
        for (int i = 0; i < told.length; i += TOLD_LENGTH) {
            if ((told[i] & 0xFF) != field) {
                value[length++] = told[i];
                value[length++] = told[i + 1];
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
        for (int i = FLAG_LENGTH; i + 1 < wanted.length; i += TOLD_LENGTH) {
            if (!mayHave(found, wanted[i], wanted[i + 1])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row of whose entries this is the value may have something of this fingerprint in a field. */
    private static boolean mayHave(byte[] value, byte field, byte fingerprint) {
        for (int i = FLAG_LENGTH; i + 1 < value.length; i += TOLD_LENGTH) {
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
            pairs = new byte[TOLD_LENGTH * tellable.size()];
            for (int i = 0; i < tellable.size(); i++) {
                ByteWriter value = new ByteWriter(64);
                OrderedValue.write(value, tellable.get(i).value());
                byte[] bytes = value.toByteArray();
                pairs[TOLD_LENGTH * i] = (byte) tellable.get(i).field();
                pairs[TOLD_LENGTH * i + 1] = fingerprint(bytes, 0, bytes.length);
            }
        }

        /** Whether a row of whose entries this is the value may be one of those. */
        boolean mayBe(byte[] value) {
            for (int i = 0; i < pairs.length; i += TOLD_LENGTH) {
                if (!mayHave(value, pairs[i], pairs[i + 1])) {
                    return false;
                }
            }
            return true;
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.store.IndexEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The entries that one row has in the indexes of its table. Each tells, in one byte for each, what the row has in its other indexed
 * fields, so that a statement with conditions on two fields goes along one index and reads hardly any row that the other condition
 * excludes. {@link IndexEntryCodec} has the form.
 */
final class IndexedRow {
    /** So that the entries of a row with many fields stay small. */
    private static final int MOST_FIELDS_TOLD = 16;
    /** From here on a map is faster than looking through a list. */
    private static final int FEW = 16;

    private static final byte[] TELLS_NOTHING = IndexEntryCodec.pairs(0);

    private final List<IndexEntry> entries;
    private final byte[][] keys;
    /** What the fields are known by, in pairs: the number and the fingerprint. */
    private final byte[] told;

    private final boolean deleted;
    private @Nullable Map<IndexEntry, Integer> places;

    /**
     * The entries of a row.
     *
     * @param all entries, not only those that are to be written
     * @param tells whether entries may show something of other fields: not where the store is encrypted
     */
    IndexedRow(int table, UUID id, List<IndexEntry> all, boolean deleted, boolean tells) {
        this.entries = all;
        this.deleted = deleted;
        this.keys = new byte[all.size()][];
        for (int i = 0; i < keys.length; i++) {
            IndexEntry entry = all.get(i);
            keys[i] = KeyCodec.index(table, entry.field(), entry.value(), id);
        }
        this.told = tells && keys.length > 1 ? tell() : TELLS_NOTHING;
    }

    private byte[] tell() {
        byte[] pairs = IndexEntryCodec.pairs(Math.min(MOST_FIELDS_TOLD, keys.length));
        int count = 0;
        for (int i = 0; i < keys.length && count < MOST_FIELDS_TOLD; i++) {
            int field = entries.get(i).field();
            if (isOnly(i) && IndexEntryCodec.isTellable(field)) {
                int end = keys[i].length - Bytes.UUID_LENGTH;
                IndexEntryCodec.setPair(pairs, count++, field, keys[i], KeyCodec.INDEX_PREFIX_LENGTH, end);
            }
        }
        return IndexEntryCodec.first(pairs, count);
    }

    /** Whether an entry is the only one of its field; those of one field stand side by side. */
    private boolean isOnly(int at) {
        int field = entries.get(at).field();
        return (at == 0 || entries.get(at - 1).field() != field)
                && (at == entries.size() - 1 || entries.get(at + 1).field() != field);
    }

    int size() {
        return entries.size();
    }

    IndexEntry entry(int at) {
        return entries.get(at);
    }

    byte[] key(int at) {
        return keys[at];
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
        return told.length == 0 || !isOnly(at)
                ? IndexEntryCodec.encode(deleted)
                : IndexEntryCodec.encode(deleted, told, entries.get(at).field());
    }
}

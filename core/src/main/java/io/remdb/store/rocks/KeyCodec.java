package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.FieldRange;
import io.remdb.value.FieldValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all families, the only place that makes and takes them apart. Numbers are big-endian, so that the order of the
 * bytes is the order of the numbers; UUIDs are compared as unsigned bytes. {@code docs/storage-format.md} has the table.
 */
final class KeyCodec {
    private static final int TABLE_LENGTH = Integer.BYTES;
    /** What stands before the value in the key of an index entry; behind that stands the id. */
    static final int INDEX_PREFIX_LENGTH = 2 * Integer.BYTES;

    private static final int EMBEDDING_PREFIX_LENGTH = TABLE_LENGTH + 1;
    private static final int TYPICAL_TEXT = 48;

    private KeyCodec() {}

    static byte[] table(int table) {
        byte[] key = new byte[TABLE_LENGTH];
        Bytes.putInt(key, 0, table);
        return key;
    }

    static byte[] id(UUID id) {
        byte[] key = new byte[Bytes.UUID_LENGTH];
        Bytes.putUuid(key, 0, id);
        return key;
    }

    static byte[] entity(int table, UUID id) {
        byte[] key = new byte[TABLE_LENGTH + Bytes.UUID_LENGTH];
        Bytes.putInt(key, 0, table);
        Bytes.putUuid(key, TABLE_LENGTH, id);
        return key;
    }

    static UUID entityId(byte[] entityKey) {
        return Bytes.uuidAt(entityKey, TABLE_LENGTH);
    }

    static byte[] embeddingPrefix(int table, EmbeddingSlot slot) {
        return new ByteWriter(EMBEDDING_PREFIX_LENGTH)
                .writeInt(table)
                .writeByte(slot(slot))
                .toByteArray();
    }

    static byte[] embedding(int table, EmbeddingSlot slot, UUID id) {
        byte[] key = new byte[EMBEDDING_PREFIX_LENGTH + Bytes.UUID_LENGTH];
        Bytes.putInt(key, 0, table);
        key[TABLE_LENGTH] = (byte) slot(slot);
        Bytes.putUuid(key, EMBEDDING_PREFIX_LENGTH, id);
        return key;
    }

    static UUID embeddingId(byte[] embeddingKey) {
        return Bytes.uuidAt(embeddingKey, EMBEDDING_PREFIX_LENGTH);
    }

    /** The number of a slot on disk, independent of the order in the enum. */
    static int slot(EmbeddingSlot slot) {
        return switch (slot) {
            case MAIN -> 0;
            case ALT -> 1;
        };
    }

    /** The slot of a number on disk. */
    static EmbeddingSlot slotOf(int number) {
        return number == slot(EmbeddingSlot.MAIN) ? EmbeddingSlot.MAIN : EmbeddingSlot.ALT;
    }

    /** All entries of one lookup key: its length before it keeps it from being the start of another. */
    static byte[] lookupPrefix(String key) {
        return lookup(key).toByteArray();
    }

    static byte[] lookup(String key, UUID id) {
        return lookup(key).writeUuid(id).toByteArray();
    }

    static UUID lookupId(byte[] lookupKey) {
        return Bytes.uuidAt(lookupKey, lookupKey.length - Bytes.UUID_LENGTH);
    }

    private static ByteWriter lookup(String key) {
        TextCodec.requireFits(key);
        byte[] text = TextCodec.plain(key);
        return new ByteWriter(Short.BYTES + text.length + Bytes.UUID_LENGTH)
                .writeByte(text.length >> 8)
                .writeByte(text.length)
                .writeBytes(text);
    }

    static byte[] indexPrefix(int table, int field) {
        return new ByteWriter(INDEX_PREFIX_LENGTH)
                .writeInt(table)
                .writeInt(field)
                .toByteArray();
    }

    static byte[] index(int table, int field, FieldValue value, UUID id) {
        return indexValue(table, field, value).writeUuid(id).toByteArray();
    }

    static FieldValue indexedValue(byte[] indexKey) {
        return OrderedValue.read(new ByteReader(indexKey, INDEX_PREFIX_LENGTH));
    }

    static UUID indexedId(byte[] indexKey) {
        return Bytes.uuidAt(indexKey, indexKey.length - Bytes.UUID_LENGTH);
    }

    /** The first key of a range. */
    static byte[] indexStart(int table, int field, FieldRange range) {
        FieldValue lower = range.lower();
        if (lower == null) {
            return indexPrefix(table, field);
        }
        byte[] start = indexValue(table, field, lower).toByteArray();
        return range.lowerInclusive() ? start : Bytes.successor(start);
    }

    /** The key behind the last one of a range. */
    static byte[] indexEnd(int table, int field, FieldRange range) {
        FieldValue upper = range.upper();
        if (upper == null) {
            return Bytes.successor(indexPrefix(table, field));
        }
        byte[] end = indexValue(table, field, upper).toByteArray();
        return range.upperInclusive() ? Bytes.successor(end) : end;
    }

    /** A value as it stands in the key of an index entry. */
    static byte[] orderedValue(FieldValue value) {
        ByteWriter out = new ByteWriter(TYPICAL_TEXT);
        OrderedValue.write(out, value);
        return out.toByteArray();
    }

    private static ByteWriter indexValue(int table, int field, FieldValue value) {
        ByteWriter out = new ByteWriter(INDEX_PREFIX_LENGTH + TYPICAL_TEXT);
        OrderedValue.write(out.writeInt(table).writeInt(field), value);
        return out;
    }

    /** All edges of {@code near}, of one type or of all. */
    static byte[] edgePrefix(UUID near, @Nullable String relType) {
        if (relType == null) {
            return id(near);
        }
        ByteWriter out = new ByteWriter(Bytes.UUID_LENGTH + TYPICAL_TEXT).writeUuid(near);
        TextCodec.writeOrdered(out, relType);
        return out.toByteArray();
    }

    /** An edge seen from {@code near}: its source in the forward family, its target in the reverse one. */
    static byte[] edge(UUID near, String relType, UUID far) {
        ByteWriter out = new ByteWriter(2 * Bytes.UUID_LENGTH + TYPICAL_TEXT).writeUuid(near);
        TextCodec.writeOrdered(out, relType);
        return out.writeUuid(far).toByteArray();
    }

    static String edgeType(byte[] edgeKey) {
        return TextCodec.readOrdered(new ByteReader(edgeKey, Bytes.UUID_LENGTH));
    }

    static UUID edgeFar(byte[] edgeKey) {
        return Bytes.uuidAt(edgeKey, edgeKey.length - Bytes.UUID_LENGTH);
    }

    static byte[] log(long sequence) {
        byte[] key = new byte[Long.BYTES];
        Bytes.putLong(key, 0, sequence);
        return key;
    }

    static long logSequence(byte[] logKey) {
        return Bytes.longAt(logKey, 0);
    }
}

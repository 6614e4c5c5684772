package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication.ReplicaPosition;
import io.remdb.store.Receipt;
import io.remdb.store.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Names and values in the family {@code meta}. */
final class Meta {
    /** The version of the format that this code writes. */
    static final int FORMAT_VERSION = 5;
    /** The oldest version that it reads. Version 1 lacks marks in definitions and a change in the log; see the format's page. */
    static final int OLDEST_FORMAT_VERSION = 1;

    static final byte[] FORMAT = name("format");
    static final byte[] DATABASE_ID = name("database_id");
    static final byte[] HEAD = name("head");
    static final byte[] OLDEST = name("oldest");
    static final byte[] TABLE = name("table/");
    static final byte[] STATS = name("stats/");
    static final byte[] SEGMENT = name("segment/");
    static final byte[] RECEIPT = name("receipt/");
    /** Stands there for each number that a table has ever had, so that none is given twice. */
    static final byte[] DEFINED = name("defined/");

    /** By what the history is known that began when the store was restored from a backup; missing where it is the database's own. */
    static final byte[] HISTORY = name("history");
    /** The epochs of the history, each with its first entry. Readable without keys, as the three below: a replica needs them before it has any. */
    static final byte[] EPOCH = name("epoch/");
    /** The address of the primary that this store follows. Says something of this copy alone, and so does the next. */
    static final byte[] REPLICA_OF = name("replica_of");
    /** The epoch of the primary that has taken the place of this one. */
    static final byte[] FENCED = name("fenced");
    /** The replicas that are known, each with how far it has got. */
    static final byte[] REPLICA = name("replica/");

    private Meta() {}

    /**
     * Where the log ends.
     *
     * @param sequence the last committed one
     * @param bytes of all entries ever appended
     */
    record Head(long sequence, long bytes) {
        static final Head EMPTY = new Head(0, 0);
    }

    /**
     * What is known of a table's rows.
     *
     * @param live rows that are not deleted
     * @param deleted soft-deleted rows
     * @param lastChange the sequence of the last unit that changed its definition, entities or vectors
     */
    record TableStats(long live, long deleted, long lastChange) {
        static final TableStats EMPTY = new TableStats(0, 0, 0);
    }

    /**
     * A stretch of the log, from here to the next segment: what is trimmed at once.
     *
     * @param firstSequence its first entry
     * @param bytesBefore of all entries ever appended before it
     * @param startedAtMicros when its first entry was committed
     */
    record Segment(long firstSequence, long bytesBefore, long startedAtMicros) {}

    static byte[] tableKey(int table) {
        return new ByteWriter(16).writeBytes(TABLE).writeInt(table).toByteArray();
    }

    static byte[] definedKey(int table) {
        return new ByteWriter(16).writeBytes(DEFINED).writeInt(table).toByteArray();
    }

    static byte[] statsKey(int table) {
        return new ByteWriter(16).writeBytes(STATS).writeInt(table).toByteArray();
    }

    static byte[] segmentKey(long firstSequence) {
        return new ByteWriter(16).writeBytes(SEGMENT).writeLong(firstSequence).toByteArray();
    }

    static byte[] receiptKey(long sequence) {
        return new ByteWriter(16).writeBytes(RECEIPT).writeLong(sequence).toByteArray();
    }

    static byte[] receipt(Receipt receipt) {
        byte[] result = Json.write(receipt.result());
        return new ByteWriter(2 * Long.BYTES + result.length)
                .writeLong(receipt.request().getMostSignificantBits())
                .writeLong(receipt.request().getLeastSignificantBits())
                .writeBytes(result)
                .toByteArray();
    }

    static Receipt receipt(byte[] value) {
        int at = 2 * Long.BYTES;
        if (value.length < at) {
            throw new RemException(ErrorCode.CORRUPTED, "A receipt is not written as it should be")
                    .with("bytes", value.length);
        }
        return new Receipt(Bytes.uuidAt(value, 0), Json.parseStored(value, at, value.length - at));
    }

    static void putDefinition(Batch batch, TableDefinition definition) {
        batch.put(Family.META, tableKey(definition.number()), DefinitionCodec.encode(definition));
    }

    static void putHead(Batch batch, Head head) {
        byte[] value = new ByteWriter(2 * Long.BYTES)
                .writeLong(head.sequence())
                .writeLong(head.bytes())
                .toByteArray();
        batch.put(Family.META, HEAD, value);
    }

    static Head head(byte[] value) {
        if (value.length != 2 * Long.BYTES) {
            // Sealed, perhaps, in a store whose keys somebody has taken away.
            throw new RemException(ErrorCode.CORRUPTED, "The end of the log is not written as it should be")
                    .with("bytes", value.length)
                    .hint("Restore the database from a backup");
        }
        ByteReader in = new ByteReader(value, 0);
        return new Head(in.readLong(), in.readLong());
    }

    static void putStats(Batch batch, int table, TableStats stats) {
        byte[] value = new ByteWriter(3 * Long.BYTES)
                .writeLong(stats.live())
                .writeLong(stats.deleted())
                .writeLong(stats.lastChange())
                .toByteArray();
        batch.put(Family.META, statsKey(table), value);
    }

    static int statsTable(byte[] key) {
        return Bytes.intAt(key, STATS.length);
    }

    static TableStats stats(byte[] value) {
        ByteReader in = new ByteReader(value, 0);
        return new TableStats(in.readLong(), in.readLong(), in.readLong());
    }

    static void putSegment(Batch batch, Segment segment) {
        byte[] value = new ByteWriter(2 * Long.BYTES)
                .writeLong(segment.bytesBefore())
                .writeLong(segment.startedAtMicros())
                .toByteArray();
        batch.put(Family.META, segmentKey(segment.firstSequence()), value);
    }

    static Segment segment(byte[] key, byte[] value) {
        ByteReader in = new ByteReader(value, 0);
        return new Segment(Bytes.longAt(key, SEGMENT.length), in.readLong(), in.readLong());
    }

    static byte[] epochKey(long number) {
        return new ByteWriter(16).writeBytes(EPOCH).writeLong(number).toByteArray();
    }

    static byte[] epoch(long firstSequence, UUID id) {
        return new ByteWriter(3 * Long.BYTES)
                .writeLong(firstSequence)
                .writeLong(id.getMostSignificantBits())
                .writeLong(id.getLeastSignificantBits())
                .toByteArray();
    }

    /** An epoch; one of an earlier release has no id. */
    static History.Epoch epoch(byte[] key, byte[] value) {
        ByteReader in = new ByteReader(value, 0);
        long number = Bytes.longAt(key, EPOCH.length);
        long first = in.readLong();
        return new History.Epoch(
                number,
                first,
                value.length == Long.BYTES ? History.FIRST_EPOCH.id() : new UUID(in.readLong(), in.readLong()));
    }

    static byte[] replicaKey(String replica) {
        byte[] name = replica.getBytes(StandardCharsets.UTF_8);
        return new ByteWriter(REPLICA.length + name.length)
                .writeBytes(REPLICA)
                .writeBytes(name)
                .toByteArray();
    }

    static ReplicaPosition replica(byte[] key, byte[] value) {
        ByteReader in = new ByteReader(value, 0);
        String name = new String(key, REPLICA.length, key.length - REPLICA.length, StandardCharsets.UTF_8);
        return new ReplicaPosition(name, in.readLong(), in.readLong());
    }

    static byte[] replica(ReplicaPosition replica) {
        return new ByteWriter(2 * Long.BYTES)
                .writeLong(replica.sequence())
                .writeLong(replica.seenAtMicros())
                .toByteArray();
    }

    /** Whether an entry can be read without the keys of the database. */
    static boolean isReadable(byte[] key) {
        return Arrays.equals(key, FORMAT)
                || Arrays.equals(key, DATABASE_ID)
                || Arrays.equals(key, HISTORY)
                || Arrays.equals(key, REPLICA_OF)
                || Arrays.equals(key, FENCED)
                || Bytes.startsWith(key, EPOCH)
                || Bytes.startsWith(key, REPLICA);
    }

    static byte[] number(long number) {
        return new ByteWriter(Long.BYTES).writeLong(number).toByteArray();
    }

    static byte[] number(int number) {
        return new ByteWriter(Integer.BYTES).writeInt(number).toByteArray();
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}

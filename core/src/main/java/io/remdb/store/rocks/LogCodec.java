package io.remdb.store.rocks;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Change;
import io.remdb.store.LogEntry;
import io.remdb.store.RowChanges;
import io.remdb.store.RowChanges.Fate;
import io.remdb.store.StoredEdge;
import io.remdb.store.StoredEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Entries of the log: all that was changed, without what can be derived from it. The sequence is in the key, and is also the
 * version of the entities inside.
 */
final class LogCodec {
    private static final int FORMAT = 1;
    private static final int TIME_AT = 1;
    private static final int DEFINE_TABLE = 1;
    private static final int DROP_TABLE = 2;
    private static final int PUT_ENTITY = 3;
    private static final int REMOVE_ENTITY = 4;
    private static final int PUT_EDGE = 5;
    private static final int REMOVE_EDGE = 6;
    private static final int PUT_EMBEDDING = 7;
    private static final int REMOVE_EMBEDDING = 8;
    private static final int DROP_INDEX = 9;
    private static final int DROP_EMBEDDINGS = 10;
    private static final int TYPICAL_CHANGE = 256;

    private LogCodec() {}

    /** Without the time, which {@link #setTime} sets when it is known. */
    static byte[] encode(List<Change> changes) {
        ByteWriter out = new ByteWriter(TYPICAL_CHANGE * Math.min(changes.size(), TYPICAL_CHANGE));
        out.writeByte(FORMAT).writeLong(0);
        for (Change change : changes) {
            write(out, change);
        }
        return out.toByteArray();
    }

    static void setTime(byte[] entry, long committedAtMicros) {
        Bytes.putLong(entry, TIME_AT, committedAtMicros);
    }

    /** When an entry was committed: microseconds since 1970, UTC. */
    static long time(byte[] entry) {
        ByteReader in = open(entry);
        return in.readLong();
    }

    static LogEntry decode(long sequence, byte[] entry) {
        ByteReader in = open(entry);
        long committedAt = in.readLong();
        List<Change> changes = new ArrayList<>();
        while (in.remaining() > 0) {
            changes.add(read(in, sequence));
        }
        return new LogEntry(sequence, committedAt, changes);
    }

    private static ByteReader open(byte[] entry) {
        ByteReader in = new ByteReader(entry, 0);
        if (in.readByte() != FORMAT) {
            throw in.corrupted();
        }
        return in;
    }

    /** Passes over the contents of the changes. */
    static RowChanges decodeRows(long sequence, byte[] entry) {
        ByteReader in = open(entry);
        in.readLong();
        List<RowChanges.Row> rows = new ArrayList<>();
        while (in.remaining() > 0) {
            readRow(in, rows);
        }
        return new RowChanges(sequence, rows);
    }

    private static void readRow(ByteReader in, List<RowChanges.Row> rows) {
        int kind = in.readByte();
        switch (kind) {
            case PUT_ENTITY, REMOVE_ENTITY -> {
                int table = in.readInt();
                UUID id = in.readUuid();
                boolean isNew = in.readVarint() == 0;
                if (kind == PUT_ENTITY) {
                    in.skipBlock();
                    rows.add(new RowChanges.Row(table, id, isNew ? Fate.MADE : Fate.CHANGED));
                } else {
                    in.readByte();
                    rows.add(new RowChanges.Row(table, id, Fate.GONE));
                }
            }
            case PUT_EMBEDDING, REMOVE_EMBEDDING -> {
                rows.add(new RowChanges.Row(in.readInt(), in.readUuid(), Fate.CHANGED));
                in.readByte();
                if (kind == PUT_EMBEDDING) {
                    in.skipBlock();
                }
            }
            case DEFINE_TABLE -> in.skipBlock();
            case DROP_TABLE -> in.readInt();
            case PUT_EDGE, REMOVE_EDGE -> {
                in.readUuid();
                in.skipBlock();
                in.readUuid();
                if (kind == PUT_EDGE) {
                    in.readLong();
                    in.skipBlock();
                }
            }
            case DROP_INDEX -> {
                in.readInt();
                in.readInt();
            }
            case DROP_EMBEDDINGS -> {
                in.readInt();
                in.readByte();
            }
            default -> throw in.corrupted();
        }
    }

    private static void write(ByteWriter out, Change change) {
        switch (change) {
            case Change.DefineTable(var definition) ->
                out.writeByte(DEFINE_TABLE).writeBlock(DefinitionCodec.encode(definition));
            case Change.DropTable(int table) -> out.writeByte(DROP_TABLE).writeInt(table);
            case Change.PutEntity put ->
                out.writeByte(PUT_ENTITY)
                        .writeInt(put.entity().table())
                        .writeUuid(put.entity().id())
                        .writeVarint(put.expectedVersion())
                        .writeBlock(EntityCodec.encode(put.entity()));
            case Change.RemoveEntity remove ->
                out.writeByte(REMOVE_ENTITY)
                        .writeInt(remove.table())
                        .writeUuid(remove.id())
                        .writeVarint(remove.expectedVersion())
                        .writeByte(remove.wasDeleted() ? 1 : 0);
            case Change.PutEdge(StoredEdge edge, var _) ->
                writeEdgeEnds(out.writeByte(PUT_EDGE), edge.src(), edge.relType(), edge.dst())
                        .writeLong(edge.createdAtMicros())
                        .writeBlock(edge.properties());
            case Change.RemoveEdge(UUID src, String relType, UUID dst) ->
                writeEdgeEnds(out.writeByte(REMOVE_EDGE), src, relType, dst);
            case Change.PutEmbedding(int table, UUID id, EmbeddingSlot slot, float[] vector) ->
                out.writeByte(PUT_EMBEDDING)
                        .writeInt(table)
                        .writeUuid(id)
                        .writeByte(KeyCodec.slot(slot))
                        .writeBlock(VectorCodec.encode(vector));
            case Change.RemoveEmbedding(int table, UUID id, EmbeddingSlot slot) ->
                out.writeByte(REMOVE_EMBEDDING).writeInt(table).writeUuid(id).writeByte(KeyCodec.slot(slot));
            case Change.DropIndex(int table, int field) ->
                out.writeByte(DROP_INDEX).writeInt(table).writeInt(field);
            case Change.DropEmbeddings(int table, EmbeddingSlot slot) ->
                out.writeByte(DROP_EMBEDDINGS).writeInt(table).writeByte(KeyCodec.slot(slot));
            case Change.PutIndexEntries _ -> {
                // Derived: whoever follows the log derives its own.
            }
            case Change.RequireEntity _ -> {
                // Nothing has changed.
            }
        }
    }

    private static Change read(ByteReader in, long sequence) {
        return switch (in.readByte()) {
            case DEFINE_TABLE -> new Change.DefineTable(DefinitionCodec.decode(in.readBlock()));
            case DROP_TABLE -> new Change.DropTable(in.readInt());
            case PUT_ENTITY -> readPutEntity(in, sequence);
            case REMOVE_ENTITY ->
                new Change.RemoveEntity(
                        in.readInt(), in.readUuid(), in.readVarint(), Change.Derived.NONE, in.readByte() != 0);
            case PUT_EDGE -> readPutEdge(in);
            case REMOVE_EDGE -> new Change.RemoveEdge(in.readUuid(), readText(in), in.readUuid());
            case PUT_EMBEDDING ->
                new Change.PutEmbedding(in.readInt(), in.readUuid(), readSlot(in), VectorCodec.decode(in.readBlock()));
            case REMOVE_EMBEDDING -> new Change.RemoveEmbedding(in.readInt(), in.readUuid(), readSlot(in));
            case DROP_INDEX -> new Change.DropIndex(in.readInt(), in.readInt());
            case DROP_EMBEDDINGS -> new Change.DropEmbeddings(in.readInt(), readSlot(in));
            default -> throw in.corrupted();
        };
    }

    private static Change.PutEntity readPutEntity(ByteReader in, long sequence) {
        int table = in.readInt();
        UUID id = in.readUuid();
        long expectedVersion = in.readVarint();
        byte[] value = in.readBlock();
        EntityCodec.requireFormat(value, value.length);
        EntityCodec.setVersion(value, sequence);
        StoredEntity entity = EntityCodec.decode(table, id, value);
        return new Change.PutEntity(entity, expectedVersion, Change.Derived.NONE, Change.Derived.NONE);
    }

    private static Change.PutEdge readPutEdge(ByteReader in) {
        UUID src = in.readUuid();
        String relType = readText(in);
        UUID dst = in.readUuid();
        long createdAt = in.readLong();
        return new Change.PutEdge(new StoredEdge(src, relType, dst, in.readBlock(), createdAt));
    }

    private static ByteWriter writeEdgeEnds(ByteWriter out, UUID src, String relType, UUID dst) {
        return out.writeUuid(src).writeBlock(TextCodec.plain(relType)).writeUuid(dst);
    }

    private static String readText(ByteReader in) {
        return TextCodec.fromPlain(in.readBlock());
    }

    private static EmbeddingSlot readSlot(ByteReader in) {
        return switch (in.readByte()) {
            case 0 -> EmbeddingSlot.MAIN;
            case 1 -> EmbeddingSlot.ALT;
            default -> throw in.corrupted();
        };
    }
}

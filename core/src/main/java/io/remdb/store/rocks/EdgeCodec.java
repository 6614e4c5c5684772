package io.remdb.store.rocks;

import io.remdb.store.StoredEdge;

/** An edge's value, the same in both families; its ends and type are in the key. */
final class EdgeCodec {
    private static final int FORMAT = 1;

    private EdgeCodec() {}

    static byte[] encode(StoredEdge edge) {
        return new ByteWriter(1 + Long.BYTES + edge.properties().length)
                .writeByte(FORMAT)
                .writeLong(edge.createdAtMicros())
                .writeBytes(edge.properties())
                .toByteArray();
    }

    static long createdAtMicros(byte[] value) {
        return open(value).readLong();
    }

    static StoredEdge forward(byte[] key, byte[] value) {
        ByteReader in = open(value);
        long createdAt = in.readLong();
        return new StoredEdge(
                Bytes.uuidAt(key, 0),
                KeyCodec.edgeType(key),
                KeyCodec.edgeFar(key),
                in.readBytes(in.remaining()),
                createdAt);
    }

    static StoredEdge reverse(byte[] key, byte[] value) {
        ByteReader in = open(value);
        long createdAt = in.readLong();
        return new StoredEdge(
                KeyCodec.edgeFar(key),
                KeyCodec.edgeType(key),
                Bytes.uuidAt(key, 0),
                in.readBytes(in.remaining()),
                createdAt);
    }

    private static ByteReader open(byte[] value) {
        ByteReader in = new ByteReader(value, 0);
        if (in.readByte() != FORMAT) {
            throw in.corrupted();
        }
        return in;
    }
}

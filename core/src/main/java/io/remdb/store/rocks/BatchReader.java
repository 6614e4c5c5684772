package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the form that {@link Batch} writes: the one in which RocksDB keeps a batch itself. */
final class BatchReader {
    /** What is in a batch, in its order. Keys and values as RocksDB has them. */
    interface Visitor {
        /** Whether keys and values of a family are wanted; the others are passed over. */
        boolean wants(int family);

        void put(int family, byte[] key, byte[] value);

        void delete(int family, byte[] key);
    }

    private BatchReader() {}

    /** How many writes a batch has; RocksDB gives each a sequence of its own. */
    static int count(byte[] batch) {
        requireHeader(batch);
        return ByteBuffer.wrap(batch).order(ByteOrder.LITTLE_ENDIAN).getInt(Batch.COUNT_AT);
    }

    /**
     * Passes over a batch.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} when it is none of ours
     */
    static void visit(byte[] batch, Visitor visitor) {
        requireHeader(batch);
        ByteReader in = new ByteReader(batch, Batch.HEADER_LENGTH);
        int found = 0;
        while (in.remaining() > 0) {
            read(in, visitor);
            found++;
        }
        if (found != count(batch)) {
            throw in.corrupted();
        }
    }

    private static void read(ByteReader in, Visitor visitor) {
        Batch.Kind kind = Batch.Kind.of(in.readByte());
        if (kind == null) {
            throw in.corrupted();
        }
        int family = (int) in.readVarint();
        boolean wanted = kind != Batch.Kind.DELETE_RANGE && visitor.wants(family);
        if (!wanted) {
            in.skipBlock();
            if (kind.valued) {
                in.skipBlock();
            }
            return;
        }
        byte[] key = in.readBlock();
        switch (kind) {
            case PUT -> visitor.put(family, key, in.readBlock());
            case DELETE -> visitor.delete(family, key);
            case DELETE_RANGE -> throw new IllegalStateException("passed over");
        }
    }

    private static void requireHeader(byte[] batch) {
        if (batch.length < Batch.HEADER_LENGTH) {
            throw new RemException(ErrorCode.CORRUPTED, "A batch of writes is cut off").with("length", batch.length);
        }
    }
}

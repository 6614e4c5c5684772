package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A vector's value: little-endian 32-bit floats, as many as its dimension. */
final class VectorCodec {
    private VectorCodec() {}

    static byte[] encode(float[] vector) {
        byte[] value = new byte[vector.length * Float.BYTES];
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        return value;
    }

    /** @throws RemException {@link ErrorCode#CORRUPTED} */
    static float[] decode(byte[] value) {
        if (value.length % Float.BYTES != 0) {
            throw new RemException(ErrorCode.CORRUPTED, "A stored vector is cut off").with("length", value.length);
        }
        float[] vector = new float[value.length / Float.BYTES];
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}

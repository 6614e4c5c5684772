package io.remdb.store.rocks;

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

    static float[] decode(byte[] value) {
        float[] vector = new float[value.length / Float.BYTES];
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}

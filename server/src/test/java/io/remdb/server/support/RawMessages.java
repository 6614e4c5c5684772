package io.remdb.server.support;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Messages as they are on the wire, whatever is in them. */
public enum RawMessages implements MethodDescriptor.Marshaller<byte[]> {
    /** The only one. */
    INSTANCE;

    /** The same call with such messages. */
    public static MethodDescriptor<byte[], byte[]> of(MethodDescriptor<?, ?> method) {
        return MethodDescriptor.newBuilder(INSTANCE, INSTANCE)
                .setFullMethodName(method.getFullMethodName())
                .setType(method.getType())
                .build();
    }

    @Override
    public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.remdb.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;

/** An id as the 16 bytes that stand for it in an index, in the order of the bytes. */
final class IdTerm {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private IdTerm() {}

    static BytesRef of(UUID id) {
        byte[] bytes = new byte[16];
        LONG.set(bytes, 0, id.getMostSignificantBits());
        LONG.set(bytes, 8, id.getLeastSignificantBits());
        return new BytesRef(bytes);
    }

    static UUID id(BytesRef term) {
        return new UUID((long) LONG.get(term.bytes, term.offset), (long) LONG.get(term.bytes, term.offset + 8));
    }

    /** The order of the terms, which is the order of the ids in the store. */
    static int compare(UUID left, UUID right) {
        int order = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return order != 0
                ? order
                : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}

package io.remdb.search;

import io.remdb.store.Cursor;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.UUID;

/** Many ids in little memory. One thread. */
final class IdList {
    private static final int FIRST_CAPACITY = 64;

    /** The two halves of each id, one behind the other. */
    private long[] halves = new long[FIRST_CAPACITY];

    private int length;

    void add(UUID id) {
        if (length == halves.length) {
            halves = Arrays.copyOf(halves, 2 * length);
        }
        halves[length++] = id.getMostSignificantBits();
        halves[length++] = id.getLeastSignificantBits();
    }

    /** Those that have been added, from the first on. */
    Cursor<UUID> read() {
        return new Cursor<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < length;
            }

            @Override
            public UUID next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                at += 2;
                return new UUID(halves[at - 2], halves[at - 1]);
            }

            @Override
            public void close() {
                at = length;
            }
        };
    }
}

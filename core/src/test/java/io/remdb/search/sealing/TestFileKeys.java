package io.remdb.search.sealing;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Aead;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys of a test, others for each seed; a further one each time that is asked for. */
public final class TestFileKeys implements FileKeys {
    private final int seed;
    private final AtomicInteger current = new AtomicInteger(1);

    public TestFileKeys(int seed) {
        this.seed = seed;
    }

    /** Has another key from now on. */
    public void renew() {
        current.incrementAndGet();
    }

    @Override
    public int current() {
        return current.get();
    }

    @Override
    public byte[] key(int number) {
        if (number < 1 || number > current.get()) {
            throw new RemException(ErrorCode.CORRUPTED, "There is no such key").with("number", number);
        }
        byte[] key = new byte[Aead.KEY_LENGTH];
        Arrays.fill(key, (byte) seed);
        key[0] = (byte) number;
        return key;
    }
}

package io.remdb.export;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** A stream that knows how many bytes have been read of it; told to any thread. */
final class CountedInput extends FilterInputStream {
    private final AtomicLong read = new AtomicLong();

    CountedInput(InputStream source) {
        super(source);
    }

    /** How many bytes have been read. */
    long bytes() {
        return read.get();
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(long more) {
        read.addAndGet(more);
    }
}

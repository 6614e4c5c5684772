package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Cursor;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A cursor over a part of a family. The iterator is RocksDB's own consistent view. */
final class RocksCursor<T> implements Cursor<T>, RocksHandle.Open {
    /** Makes a result of the entry that an iterator stands at. */
    @FunctionalInterface
    interface Decoder<T> {
        /** The result; null when the entry lies behind the last one. */
        @Nullable
        T decode(RocksIterator at);
    }

    /** How the next entry is reached. */
    enum Step {
        /** Towards larger keys. */
        FORWARD,
        /** Towards smaller keys. */
        BACKWARD
    }

    private final RocksHandle rocks;
    private final Decoder<T> decoder;
    private final Step step;
    private final RocksIterator iterator;
    private final AbstractNativeReference[] bounds;
    private @Nullable T upcoming;
    private boolean finished;
    private boolean closed;

    private RocksCursor(
            RocksHandle rocks,
            RocksIterator iterator,
            Step step,
            Decoder<T> decoder,
            AbstractNativeReference... bounds) {
        this.rocks = rocks;
        this.iterator = iterator;
        this.step = step;
        this.decoder = decoder;
        this.bounds = bounds;
        rocks.register(this);
    }

    /** The entries from {@code start} up to, but without, {@code end}. */
    static <T> RocksCursor<T> between(
            RocksHandle rocks, Family family, byte[] start, byte[] end, Step step, Decoder<T> decoder) {
        Slice lower = new Slice(start);
        Slice upper = new Slice(end);
        ReadOptions reading = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
        RocksIterator iterator = rocks.iterator(family, reading);
        switch (step) {
            case FORWARD -> iterator.seekToFirst();
            case BACKWARD -> iterator.seekToLast();
        }
        return new RocksCursor<>(rocks, iterator, step, decoder, reading, lower, upper);
    }

    /** The entries that start with {@code prefix}, which is as long as the family's prefix filter or longer. */
    static <T> RocksCursor<T> withPrefix(RocksHandle rocks, Family family, byte[] prefix, Decoder<T> decoder) {
        RocksIterator iterator = rocks.iterator(family, rocks.readingPrefix());
        iterator.seek(prefix);
        return new RocksCursor<>(
                rocks, iterator, Step.FORWARD, at -> Bytes.startsWith(at.key(), prefix) ? decoder.decode(at) : null);
    }

    @Override
    public boolean hasNext() {
        if (upcoming != null) {
            return true;
        }
        if (finished) {
            return false;
        }
        int pass = rocks.gate().enter();
        try {
            if (closed) {
                throw new RemException(ErrorCode.CLOSED, "The cursor is closed");
            }
            upcoming = advance();
        } finally {
            rocks.gate().leave(pass);
        }
        return upcoming != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T result = Objects.requireNonNull(upcoming);
        upcoming = null;
        return result;
    }

    private @Nullable T advance() {
        T result = iterator.isValid() ? decoder.decode(iterator) : null;
        if (result == null) {
            check();
            finished = true;
            releaseNow();
            return null;
        }
        switch (step) {
            case FORWARD -> iterator.next();
            case BACKWARD -> iterator.prev();
        }
        return result;
    }

    /** An iterator that ends early because of an error says so only here. */
    private void check() {
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw rocks.errors().of(e);
        }
    }

    @Override
    public void close() {
        upcoming = null;
        int pass = rocks.gate().tryEnter();
        if (pass < 0) {
            return; // The store has been closed, and released it.
        }
        try {
            releaseNow();
        } finally {
            rocks.gate().leave(pass);
        }
    }

    private void releaseNow() {
        rocks.unregister(this);
        release();
    }

    @Override
    public synchronized void release() {
        if (!closed) {
            closed = true;
            iterator.close();
            for (AbstractNativeReference bound : bounds) {
                bound.close();
            }
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Cursor;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A cursor over a part of a family. The iterator is RocksDB's own consistent view. */
final class RocksCursor<T> implements Cursor<T>, RocksHandle.Open {
    /** Makes a result of the entry that an iterator stands at. */
    @FunctionalInterface
    interface Decoder<T> {
        /** The result. */
        T decode(byte[] key, byte[] value);
    }

    /** How the next entry is reached. */
    enum Step {
        /** Towards larger keys. */
        FORWARD,
        /** Towards smaller keys. */
        BACKWARD
    }

    /**
     * Which entries of a family whose values are not sealed are given.
     *
     * @param byValue whether one of this value is
     * @param onLeftOut run for each that is not; what it throws ends the reading
     */
    record Choice(Predicate<byte[]> byValue, Runnable onLeftOut) {
        /** All of them. */
        static final Choice ALL = new Choice(_ -> true, () -> {});
    }

    private static final byte[] ANY = {};
    /** So many are left out at once, at most, while the store may not be closed. */
    private static final int MOST_LEFT_OUT_AT_ONCE = 1_024;

    private final RocksHandle rocks;
    private final Family family;
    /** What the keys start with; the entries end with the first that does not. */
    private final byte[] prefix;

    private final Decoder<T> decoder;
    private final Step step;
    private final Choice choice;
    private final RocksIterator iterator;
    private final AbstractNativeReference[] bounds;
    private @Nullable T upcoming;
    private boolean finished;
    private boolean closed;

    private RocksCursor(
            RocksHandle rocks,
            Family family,
            RocksIterator iterator,
            byte[] prefix,
            Step step,
            Choice choice,
            Decoder<T> decoder,
            AbstractNativeReference... bounds) {
        this.rocks = rocks;
        this.family = family;
        this.prefix = prefix;
        this.iterator = iterator;
        this.step = step;
        this.choice = choice;
        this.decoder = decoder;
        this.bounds = bounds;
        rocks.register(this);
    }

    /** The entries from {@code start} up to, but without, {@code end}, both as RocksDB has keys. */
    static <T> RocksCursor<T> between(
            RocksHandle rocks, Family family, byte[] start, byte[] end, Step step, Decoder<T> decoder) {
        return between(rocks, family, start, end, step, Choice.ALL, decoder);
    }

    /** Those of them that are chosen. */
    static <T> RocksCursor<T> between(
            RocksHandle rocks, Family family, byte[] start, byte[] end, Step step, Choice choice, Decoder<T> decoder) {
        Slice lower = new Slice(start);
        Slice upper = new Slice(end);
        ReadOptions reading =
                rocks.reading().options().setIterateLowerBound(lower).setIterateUpperBound(upper);
        RocksIterator iterator = rocks.iterator(family, reading);
        switch (step) {
            case FORWARD -> iterator.seekToFirst();
            case BACKWARD -> iterator.seekToLast();
        }
        return new RocksCursor<>(rocks, family, iterator, ANY, step, choice, decoder, reading, lower, upper);
    }

    /** The entries that start with {@code prefix}. */
    static <T> RocksCursor<T> within(RocksHandle rocks, Family family, byte[] prefix, Decoder<T> decoder) {
        byte[] stored = rocks.cipher().prefix(family, prefix);
        return between(rocks, family, stored, Bytes.successor(stored), Step.FORWARD, decoder);
    }

    /** The same where {@code prefix} is as long as the family's prefix filter or longer. */
    static <T> RocksCursor<T> withPrefix(RocksHandle rocks, Family family, byte[] prefix, Decoder<T> decoder) {
        byte[] stored = rocks.cipher().prefix(family, prefix);
        RocksIterator iterator = rocks.iterator(family, rocks.reading().prefix());
        iterator.seek(stored);
        return new RocksCursor<>(rocks, family, iterator, stored, Step.FORWARD, Choice.ALL, decoder);
    }

    @Override
    public boolean hasNext() {
        if (upcoming != null) {
            return true;
        }
        if (finished) {
            return false;
        }
        while (upcoming == null && !finished) {
            int pass = rocks.gate().enter();
            try {
                if (closed) {
                    throw new RemException(ErrorCode.CLOSED, "The cursor is closed");
                }
                upcoming = advance();
            } finally {
                rocks.gate().leave(pass);
            }
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

    /** The next result; null at the end, or after many entries that were left out. */
    private @Nullable T advance() {
        for (int leftOut = 0; leftOut < MOST_LEFT_OUT_AT_ONCE; leftOut++) {
            byte[] value = iterator.isValid() ? iterator.value() : null;
            if (value != null && !choice.byValue().test(value)) {
                choice.onLeftOut().run();
                move();
                continue;
            }
            T result = value == null ? null : decode(value);
            if (result == null) {
                rocks.requireRead(iterator);
                finished = true;
                rocks.release(this);
            } else {
                move();
            }
            return result;
        }
        return null;
    }

    private void move() {
        switch (step) {
            case FORWARD -> iterator.next();
            case BACKWARD -> iterator.prev();
        }
    }

    private @Nullable T decode(byte[] value) {
        byte[] key = iterator.key();
        if (!Bytes.startsWith(key, prefix)) {
            return null;
        }
        StoreCipher.Entry entry = rocks.cipher().entry(family, key, value);
        return decoder.decode(entry.key(), entry.value());
    }

    @Override
    public void close() {
        upcoming = null;
        rocks.release(this);
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

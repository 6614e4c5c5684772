package io.remdb.server.owner;

import io.remdb.server.client.ConnectionLostException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that another process reads for this one, and another when it goes: again from the start where nothing has been given out
 * yet, else, where that can be asked for, from what comes after the last. Where it cannot, what is left is lost, and that is said. One
 * thread.
 *
 * @param <C> what has them, and is closed
 * @param <T> a thing
 */
final class ReadingOn<C extends AutoCloseable, T> implements Iterator<T> {
    private final Supplier<C> again;
    private final Function<C, Iterator<T>> reading;
    private final @Nullable Function<T, C> after;
    private C source;
    private @Nullable Iterator<T> things;
    private @Nullable T next;
    private @Nullable T last;
    private int lossesInVain;

    /**
     * Over what is open.
     *
     * @param again opens it on another way to the database
     * @param after opens what comes after a thing, which may be gone; null where the place of a thing is not known
     */
    ReadingOn(C source, Supplier<C> again, Function<C, Iterator<T>> reading, @Nullable Function<T, C> after) {
        this.source = source;
        this.again = again;
        this.reading = reading;
        this.after = after;
    }

    /** What is open now. */
    C source() {
        return source;
    }

    @Override
    public boolean hasNext() {
        while (true) {
            try {
                return fill();
            } catch (ConnectionLostException e) {
                if (++lossesInVain > SharedDatabase.MOST_LOSSES) {
                    throw e;
                }
                source = reopened(e);
                things = null;
            }
        }
    }

    private C reopened(ConnectionLostException lost) {
        if (last == null) {
            return again.get();
        }
        if (after == null) {
            throw lost;
        }
        return after.apply(last);
    }

    private boolean fill() {
        Iterator<T> from = things;
        if (from == null) {
            from = reading.apply(source);
            things = from;
        }
        if (next == null && from.hasNext()) {
            next = from.next();
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T given = next;
        if (given == null) {
            throw new NoSuchElementException();
        }
        next = null;
        last = given;
        lossesInVain = 0;
        return given;
    }
}

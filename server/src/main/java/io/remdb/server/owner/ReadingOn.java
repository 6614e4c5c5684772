package io.remdb.server.owner;

import io.remdb.server.client.ConnectionLostException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that another process reads for this one, and another when it goes: again from the start where nothing has been given out
 * yet, else, where they have an order, from what comes after the last. Without an order what is left is lost, and that is said. One
 * thread.
 *
 * @param <C> what has them, and is closed
 * @param <T> a thing
 */
final class ReadingOn<C extends AutoCloseable, T> implements Iterator<T> {
    private final Supplier<C> again;
    private final Function<C, Iterator<T>> reading;
    private final @Nullable Comparator<T> order;
    private C source;
    private @Nullable Iterator<T> things;
    private @Nullable T next;
    private @Nullable T last;
    private int lossesInVain;

    /**
     * Over what is open.
     *
     * @param again opens it on another way to the database
     * @param order in which the things come; null where that is not known
     */
    ReadingOn(C source, Supplier<C> again, Function<C, Iterator<T>> reading, @Nullable Comparator<T> order) {
        this.source = source;
        this.again = again;
        this.reading = reading;
        this.order = order;
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
                if ((last != null && order == null) || ++lossesInVain > SharedDatabase.MOST_LOSSES) {
                    throw e;
                }
                source = again.get();
                things = null;
            }
        }
    }

    private boolean fill() {
        Iterator<T> from = things;
        if (from == null) {
            from = reading.apply(source);
            things = from;
        }
        while (next == null && from.hasNext()) {
            T candidate = from.next();
            if (last == null || order == null || order.compare(candidate, last) > 0) {
                next = candidate;
            }
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

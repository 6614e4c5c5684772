package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part that is made at its first use. Thread-safe. */
final class Once<T> implements Supplier<T> {
    private final Supplier<? extends T> making;
    private volatile @Nullable T made;
    private boolean over;

    Once(Supplier<? extends T> making) {
        this.making = making;
    }

    /** @throws RemException {@link ErrorCode#CLOSED} when it was never made and may not be any more */
    @Override
    public T get() {
        T part = made;
        return part != null ? part : make();
    }

    boolean isMade() {
        return made != null;
    }

    /** Does something with the part if it was made. */
    void ifMade(Consumer<? super T> work) {
        T part = made;
        if (part != null) {
            work.accept(part);
        }
    }

    /** Makes the part if it is not made yet, and does nothing when that is over. */
    synchronized void getUnlessOver() {
        if (!over) {
            get();
        }
    }

    private synchronized T make() {
        T part = made;
        if (part == null) {
            if (over) {
                throw new RemException(ErrorCode.CLOSED, "The database is closed");
            }
            part = making.get();
            made = part;
        }
        return part;
    }

    /** Hands the part over for closing, if it was made; it will not be made any more. */
    synchronized void end(Consumer<? super T> closing) {
        over = true;
        T part = made;
        if (part != null) {
            closing.accept(part);
        }
    }
}

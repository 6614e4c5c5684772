package io.remdb;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The log as a feed: what has been changed from a position on, and then what is being changed, as it is committed. Immutable: each
 * method gives another one.
 *
 * {@snippet :
 * db.changes().of("articles").from(sequence).forEach(change -> {
 *     System.out.println(change.kind() + " " + change.id());
 *     remember(change.place().position()); // to go on from there, after a crash
 * });
 * }
 *
 * The log goes back as far as {@code P8_WAL_MAX_SIZE_MB} and {@code P8_WAL_RETENTION_HOURS} say; who watches does not hold it. With
 * {@code P8_WAL_SYNC=interval} a change may be seen before it is on the disk.
 */
public interface Changes {
    /** Everything after the commit of this sequence; 0: from the first. Without it, what is committed from now on. */
    default Changes from(long sequence) {
        return from(ChangePosition.after(sequence));
    }

    /** Everything behind a position. */
    Changes from(ChangePosition position);

    /** Everything that the log still has. */
    Changes fromOldest();

    /**
     * Only changes of these tables: their rows, the edges that start at them, their schemas. Where the table of an edge or of a removed
     * row is not known any more, it comes all the same. None: all tables.
     */
    Changes of(String... tables);

    /** Ends at the last change that there is when it is opened. */
    Changes untilNow();

    /** Ends behind all of this commit. */
    Changes until(long sequence);

    /**
     * Begins.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when the log no longer reaches back so far, with the {@code oldest} position;
     *     {@link ErrorCode#INVALID_ARGUMENT} when it does not reach so far yet, {@link ErrorCode#UNKNOWN_TABLE},
     *     {@link ErrorCode#UNSUPPORTED} where there is no log ({@code P8_WAL_ENABLED=false})
     */
    ChangeCursor open();

    /**
     * Does something with each change, in this thread, until the end, or until it throws or the thread is interrupted.
     *
     * @throws RemException as {@link #open} and {@link ChangeCursor#hasNext}
     */
    default void forEach(Consumer<? super Change> action) {
        try (ChangeCursor cursor = open()) {
            cursor.forEachRemaining(action);
        }
    }

    /** The changes as a stream, which must be closed. */
    default Stream<Change> stream() {
        ChangeCursor cursor = open();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED), false)
                .onClose(cursor::close);
    }
}

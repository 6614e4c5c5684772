package io.remdb.server.client;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Things that come in messages: the next message is taken from the wire when the things of the last are used up, so that the
 * other side waits where this one does. One thread.
 *
 * @param <M> a message
 * @param <T> a thing
 */
final class Stream<M, T> implements Iterator<T>, AutoCloseable {
    private final RemoteDatabase database;
    private final Context.CancellableContext context;
    private final Iterator<M> messages;
    private final Function<M, Iterator<T>> things;
    private Iterator<T> current = Collections.emptyIterator();
    private boolean closed;

    private Stream(
            RemoteDatabase database,
            Context.CancellableContext context,
            Iterator<M> messages,
            Function<M, Iterator<T>> things) {
        this.database = database;
        this.context = context;
        this.messages = messages;
        this.things = things;
    }

    /**
     * Begins a call and waits for its first message, so that what is refused is refused here.
     *
     * @param call begins it
     * @param things the things of a message
     */
    static <M, T> Stream<M, T> of(
            RemoteDatabase database, Supplier<Iterator<M>> call, Function<M, Iterator<T>> things) {
        Context.CancellableContext context = Context.ROOT.withCancellation(); // see OwnContext
        Context before = context.attach();
        try {
            Stream<M, T> stream = new Stream<>(database, context, call.get(), things);
            stream.fill();
            return stream;
        } catch (RuntimeException | Error e) {
            context.cancel(null);
            throw e;
        } finally {
            context.detach(before);
        }
    }

    private void fill() {
        try {
            while (!current.hasNext() && messages.hasNext()) {
                current = things.apply(messages.next());
            }
        } catch (StatusRuntimeException e) {
            throw database.failure(e);
        }
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The cursor or its database has been closed");
        }
        fill();
        return current.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    @Override
    public void close() {
        closed = true;
        context.cancel(null);
    }
}

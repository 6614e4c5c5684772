package io.remdb.server.service;

import com.google.protobuf.MessageLite;
import java.util.Iterator;
import java.util.function.Function;

/** Streams things in messages of a size at which neither the message nor its overhead counts. */
final class Batches {
    /** Of the contents of a message, about; one thing that is larger goes alone. */
    private static final int BYTES = 256 << 10;

    /** So that the first rows of a slow query do not wait for many others. */
    private static final int THINGS = 1000;

    private Batches() {}

    /** Sends everything, and an empty message where there is nothing: for calls whose answer may be expected to be one message. */
    static <X, P extends MessageLite, T> void sendSome(
            Iterator<X> things, Function<X, P> conversion, Collector<P, T> collector, Answer<T> answer)
            throws InterruptedException {
        if (things.hasNext()) {
            send(things, conversion, collector, answer);
        } else {
            answer.send(collector.take());
        }
    }

    /** Collects parts of a message. */
    interface Collector<P extends MessageLite, T> {
        /** Adds a part to the message that is being made. */
        void add(P part);

        /** The message of the parts since the last. */
        T take();
    }

    /** Sends everything. */
    static <X, P extends MessageLite, T> void send(
            Iterator<X> things, Function<X, P> conversion, Collector<P, T> collector, Answer<T> answer)
            throws InterruptedException {
        int count = 0;
        int bytes = 0;
        while (things.hasNext()) {
            P part = conversion.apply(things.next());
            int size = part.getSerializedSize();
            if (count > 0 && bytes + size > BYTES) {
                answer.send(collector.take());
                count = 0;
                bytes = 0;
            }
            collector.add(part);
            count++;
            bytes += size;
            if (count == THINGS) {
                answer.send(collector.take());
                count = 0;
                bytes = 0;
            }
        }
        if (count > 0) {
            answer.send(collector.take());
        }
    }
}

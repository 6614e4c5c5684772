package io.remdb.server.service;

import com.google.protobuf.MessageLite;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes messages that are lists of parts. */
final class Collecting {
    private Collecting() {}

    /** A collector over the builder of such a message. */
    static <B, P extends MessageLite, T> Batches.Collector<P, T> of(
            Supplier<B> builders, BiConsumer<B, P> add, Function<B, T> build) {
        return new Batches.Collector<>() {
            private B builder = builders.get();

            @Override
            public void add(P part) {
                add.accept(builder, part);
            }

            @Override
            public T take() {
                T message = build.apply(builder);
                builder = builders.get();
                return message;
            }
        };
    }
}

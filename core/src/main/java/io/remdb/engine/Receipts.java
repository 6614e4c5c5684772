package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.spi.WriteRequest;
import io.remdb.spi.replication.Replication;
import io.remdb.store.Receipt;
import io.remdb.store.RecordStore;
import io.remdb.store.RepeatedRequestException;
import io.remdb.store.Store;
import io.remdb.store.WriteUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Makes what is asked for as a {@link WriteRequest} take place once. */
final class Receipts {
    private final Store store;
    private final RecordStore records;

    Receipts(Store store) {
        this.store = store;
        this.records = store.records();
    }

    /**
     * Does a write, unless the request that this thread works for has done it before.
     *
     * @param replay makes the answer anew from what the receipt says
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when the receipt is of another kind of write
     */
    <T> T once(Function<ObjectNode, T> replay, Supplier<T> write) {
        Optional<WriteRequest> request = WriteRequest.current();
        if (request.isEmpty()) {
            return write.get();
        }
        Optional<Receipt> before =
                request.get().again() ? records.receipt(request.get().id()) : Optional.empty();
        if (before.isPresent()) {
            return replayed(replay, before.get());
        }
        try {
            return write.get();
        } catch (RepeatedRequestException e) {
            // The first asking was still being done when the second came.
            return replayed(replay, records.receipt(request.get().id()).orElseThrow(() -> e));
        }
    }

    /**
     * What the first asking was to wait for, this one waits for, too. Whoever asks may be a program of somebody else's, which takes one id
     * for everything.
     */
    private <T> T replayed(Function<ObjectNode, T> replay, Receipt receipt) {
        store.replication().ifPresent(Replication::awaitReplicas);
        try {
            return replay.apply(receipt.result());
        } catch (JacksonException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The request has the id of another kind of write", e)
                    .with("request", receipt.request())
                    .hint("Give each write a random id of its own, and keep it only when the same one is sent again");
        }
    }

    /** The unit, with a receipt if this thread works for a request. */
    static WriteUnit on(WriteUnit unit, Consumer<ObjectNode> result) {
        return WriteRequest.current()
                .map(request -> {
                    ObjectNode content = Json.object();
                    result.accept(content);
                    return unit.with(new Receipt(request.id(), content));
                })
                .orElse(unit);
    }
}

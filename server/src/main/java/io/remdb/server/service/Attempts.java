package io.remdb.server.service;

import io.remdb.server.proto.Attempt;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.BatchRequest;
import io.remdb.spi.WriteRequest;
import java.util.function.Supplier;

/** Writes that may be sent again. */
final class Attempts {
    private Attempts() {}

    /** Does a write once, where the caller says which it is. */
    static <T> T once(Attempt attempt, Supplier<T> write) {
        if (!attempt.hasRequest()) {
            return write.get();
        }
        return new WriteRequest(EntityWire.id(attempt.getRequest()), attempt.getAgain()).during(write);
    }

    /** Writes rows of a batch, where the caller says of which it is. */
    static <T> T batch(Attempt attempt, long rowsBefore, Supplier<T> write) {
        if (!attempt.hasRequest()) {
            return write.get();
        }
        return new BatchRequest(EntityWire.id(attempt.getRequest()), rowsBefore).during(write);
    }
}

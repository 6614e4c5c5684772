package io.remdb.spi;

import io.remdb.schema.DeterministicId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A batch whose rows may come again when the acknowledgement of a chunk was lost: rows without a key get ids that are made of the
 * batch and their place in it, so that one that comes again is the same row. What was counted as inserted the first time is counted
 * as updated the second.
 *
 * @param id the same each time, random otherwise
 * @param rowsBefore rows of the batch that are not given this time: the first that is given is the one after them
 */
public record BatchRequest(UUID id, long rowsBefore) {
    private static final ScopedValue<BatchRequest> CURRENT = ScopedValue.newInstance();

    /** The batch that this thread works for. */
    public static Optional<BatchRequest> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** The id of a row without a key, by its place among those that are given, from 1. */
    public UUID idOfRow(long line) {
        return DeterministicId.ofBatchRow(id, rowsBefore + line);
    }

    /** Works for this batch. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }
}

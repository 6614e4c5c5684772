package io.remdb.spi;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A write that is asked for again when its answer was lost, and takes place once all the same: the database keeps a receipt of it
 * in the same atomic write, and answers from that. Holds for one writing verb of a {@link io.remdb.RemDatabase} (but batches, see
 * {@link BatchRequest}, and schemas) that is called in the same thread.
 *
 * @param id the same each time, random otherwise
 * @param again whether it may have been asked for before; only then is there a receipt to look for
 */
public record WriteRequest(UUID id, boolean again) {
    private static final ScopedValue<WriteRequest> CURRENT = ScopedValue.newInstance();

    /** The request that this thread works for. */
    public static Optional<WriteRequest> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Works for this request. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }
}

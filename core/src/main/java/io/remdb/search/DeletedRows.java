package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * Merges away what the index of a table still has of rows that are deleted or were replaced. In a thread of its own: an interrupt of
 * the caller must never reach a file.
 */
final class DeletedRows {
    private DeletedRows() {}

    /**
     * Returns when they have gone.
     *
     * @throws IOException when a file cannot be read or written
     * @throws RemException {@link ErrorCode#CANCELLED} when the thread is interrupted; what runs goes on to its end
     */
    static void mergeAway(TableWriter writer) throws IOException {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Thread worker = Thread.ofPlatform()
                .name("rem-search-compaction")
                .daemon()
                .start(() -> {
                    try {
                        writer.mergeDeletedAway();
                    } catch (AlreadyClosedException _) {
                        // the index was closed or is built anew, which does the same
                    } catch (IOException | RuntimeException e) {
                        failure.set(e);
                    }
                });
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "The compaction was interrupted", e)
                    .hint("What was done until then is done; it can be run again at any time");
        }
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case Exception e -> throw new IOException(e);
        }
    }
}

package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.LogStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who hears of commits. A listener that fails does not undo the commit, so its error can only be logged. */
final class Listeners {
    private static final System.Logger LOGGER = System.getLogger(Listeners.class.getName());

    private final List<LogStore.CommitListener> all = new CopyOnWriteArrayList<>();

    void add(LogStore.CommitListener listener) {
        all.add(listener);
    }

    void committed(long sequence) {
        for (LogStore.CommitListener listener : all) {
            try {
                listener.committed(sequence);
            } catch (RuntimeException e) {
                if (e instanceof RemException known && known.code() == ErrorCode.CLOSED) {
                    continue; // closed since the commit: nobody is there any more who wants to hear of it
                }
                LOGGER.log(System.Logger.Level.ERROR, "A commit listener failed at sequence " + sequence, e);
            }
        }
    }
}

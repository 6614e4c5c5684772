package io.remdb.server.service;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.server.proto.Progress;

/** Progress that is told to the caller while an operation runs in this thread. */
final class Telling {
    private Telling() {}

    /** Takes what is to be told. */
    @FunctionalInterface
    interface Target {
        /** Tells it; waits until the caller takes it. */
        void tell(Progress progress) throws InterruptedException;
    }

    /** A listener that tells; when the caller has gone it ends the operation as an interrupt does. */
    static ProgressListener progress(Target target) {
        return (done, total) -> {
            try {
                target.tell(Progress.newBuilder().setDone(done).setTotal(total).build());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RemException(ErrorCode.CANCELLED, "The caller has gone", e);
            }
        };
    }
}

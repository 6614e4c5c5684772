package io.remdb.engine;

import io.remdb.ProgressListener;

/** Parts of a long operation that count from 0 each, told as one that never goes back. One thread. */
final class SteadyProgress implements ProgressListener {
    private final ProgressListener listener;
    private long before;
    private long last;

    SteadyProgress(ProgressListener listener) {
        this.listener = listener;
    }

    @Override
    public void progress(long done, long total) {
        if (done < last) {
            before += last; // the next part
        }
        last = done;
        listener.progress(before + done, UNKNOWN_TOTAL);
    }
}

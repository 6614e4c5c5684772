package io.remdb;

/** Told how far a long operation has got. Called from any thread, one call at a time, some times a second at most. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (done, total) -> {};

    /** A total that is not known. */
    long UNKNOWN_TOTAL = -1;

    /** {@code done} of {@code total} items are finished; {@code total} is {@link #UNKNOWN_TOTAL} when not known. */
    void progress(long done, long total);
}

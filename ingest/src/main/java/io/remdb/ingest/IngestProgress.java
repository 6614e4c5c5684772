package io.remdb.ingest;

/** Told how far the taking in of files is. */
@FunctionalInterface
public interface IngestProgress {
    /** Tells nobody. */
    IngestProgress NONE = state -> {};

    /**
     * How far it is.
     *
     * @param files that are done, whatever became of them
     * @param totalFiles in all
     * @param bytes of the files that are done
     * @param totalBytes in all
     * @param chunks that are written, or embedded and about to be
     */
    record State(long files, long totalFiles, long bytes, long totalBytes, long chunks) {}

    /** Called in the thread that asks for results, often. */
    void progress(State state);
}

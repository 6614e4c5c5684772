package io.remdb.search.sealing;

/**
 * The keys of a directory's files. A file names the key that it was sealed with, so that another one can take its place for what is
 * written from some moment on, and what is there stays as it is. Thread-safe.
 */
public interface FileKeys {
    /** The number of the key for files that are begun now. */
    int current();

    /**
     * The key with a number.
     *
     * @return 32 bytes, which their user wipes
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#CORRUPTED} when there is none: a file that names it is not of this directory
     */
    byte[] key(int number);
}

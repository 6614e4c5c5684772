package io.remdb.spi;

import java.util.Iterator;

/**
 * Rows that may come slowly, such as those that somebody types: whoever writes them in chunks does not keep those that are there
 * waiting for those that are not.
 */
public interface PacedRows extends Iterator<String> {
    /**
     * Waits until {@link #hasNext} answers without waiting.
     *
     * @param nanos at most so long; 0 or less only looks
     * @return whether it does
     */
    boolean awaitNext(long nanos);
}

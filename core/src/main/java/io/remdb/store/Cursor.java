package io.remdb.store;

import java.util.Iterator;

/**
 * Results that are read as they are asked for, from one consistent view of the data at the time it was opened. Holds resources
 * of the store until closed. One thread at a time.
 */
public interface Cursor<T> extends Iterator<T>, AutoCloseable {
    @Override
    void close();
}

package io.remdb;

import java.util.Iterator;

/** Edges, read as they are iterated over, so of any number. One thread at a time; close it when done. */
public interface EdgeCursor extends Iterator<Edge>, AutoCloseable {
    @Override
    void close();
}

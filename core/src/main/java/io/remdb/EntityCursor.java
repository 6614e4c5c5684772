package io.remdb;

import java.util.Iterator;

/** Rows of a table, read as they are iterated over, so of any number. One thread at a time; close it when done. */
public interface EntityCursor extends Iterator<Entity>, AutoCloseable {
    @Override
    void close();
}

package io.remdb.ingest.text;

import java.io.IOException;
import java.util.Iterator;

/** The rows of a file, read one at a time, so that a file of any size is held only in part. One thread. */
public interface JsonRows extends Iterator<String>, AutoCloseable {
    @Override
    void close() throws IOException;
}

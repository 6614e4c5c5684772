package io.remdb.ingest.text;

import io.remdb.RemException;
import io.remdb.RowError;
import java.io.IOException;
import java.util.Iterator;

/** The rows of a file, read one at a time, so that a file of any size is held only in part. One thread. */
public interface JsonRows extends Iterator<String>, AutoCloseable {
    /**
     * What is wrong with a row, by the place that a person knows it by.
     *
     * @param error whose line is the place of the row among the rows, from 1
     */
    RowError placed(RowError error);

    /** What a place is called: {@code line} or {@code row}. */
    String place();

    /** Nothing more is asked about the first {@code done} rows. */
    void forget(long done);

    /** @throws RemException where the file cannot be read further */
    @Override
    boolean hasNext();

    @Override
    void close() throws IOException;
}

package io.remdb.export;

import io.remdb.Entity;
import java.io.IOException;
import java.util.List;

/**
 * A file of the rows of one table: batches of rows become pieces in any thread, and the pieces are written in the order of the rows.
 *
 * @param <P> a piece
 */
interface TableFile<P> {
    /** How many rows become one piece, at the most. */
    int batchRows();

    /** Makes a piece. Called by several threads at a time. */
    P encode(List<Entity> rows) throws IOException;

    /** Writes the next piece. */
    void write(P piece) throws IOException;

    /** Writes what comes after the last piece. */
    void finish() throws IOException;
}

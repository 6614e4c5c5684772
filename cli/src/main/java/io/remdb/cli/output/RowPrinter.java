package io.remdb.cli.output;

import java.io.IOException;

/** Writes rows in one format, each as it comes. */
interface RowPrinter<T> {
    void row(T row) throws IOException;

    void finish(long count) throws IOException;
}

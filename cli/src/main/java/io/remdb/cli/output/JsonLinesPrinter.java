package io.remdb.cli.output;

import io.remdb.json.Json;
import java.io.IOException;
import java.io.Writer;

/** A row is a line of JSON. */
final class JsonLinesPrinter<T> implements RowPrinter<T> {
    private final Writer data;
    private final RowShape<T> shape;

    JsonLinesPrinter(Writer data, RowShape<T> shape) {
        this.data = data;
        this.shape = shape;
    }

    @Override
    public void row(T row) throws IOException {
        data.append(Json.text(shape.json(row))).append('\n');
    }

    @Override
    public void finish(long count) {
        // The rows are all there is.
    }
}

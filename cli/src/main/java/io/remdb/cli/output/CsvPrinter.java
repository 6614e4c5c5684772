package io.remdb.cli.output;

import io.remdb.text.Csv;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** RFC 4180: a header, lines ended by CR LF, quotes where a value needs them. */
final class CsvPrinter<T> implements RowPrinter<T> {
    private final Writer data;
    private final RowShape<T> shape;
    private boolean begun;

    CsvPrinter(Writer data, RowShape<T> shape) {
        this.data = data;
        this.shape = shape;
    }

    @Override
    public void row(T row) throws IOException {
        List<String> cells = shape.cells(row);
        begin();
        line(cells);
    }

    @Override
    public void finish(long count) throws IOException {
        begin();
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            line(shape.columns());
        }
    }

    private void line(List<String> cells) throws IOException {
        String separator = "";
        for (String cell : cells) {
            data.append(separator).append(quoted(cell, cells.size() == 1));
            separator = ",";
        }
        data.append(Csv.LINE_BREAK);
    }

    /** A lone empty value is quoted too: an empty line would be no record for many readers. */
    private static String quoted(String cell, boolean alone) {
        return cell.isEmpty() && alone ? "\"\"" : Csv.cell(cell);
    }
}

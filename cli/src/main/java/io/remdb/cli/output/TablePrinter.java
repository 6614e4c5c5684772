package io.remdb.cli.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Aligned columns. Widths come from the first rows, which are held back; the others are fitted to them. */
final class TablePrinter<T> implements RowPrinter<T> {
    private static final int ROWS_MEASURED = 500;

    private final Writer data;
    private final PrintStream messages;
    private final RowShape<T> shape;
    private final Envelope envelope;
    private final Terminal terminal;
    private final List<List<String>> held = new ArrayList<>();
    private TableLayout layout = TableLayout.EMPTY;
    private boolean begun;

    TablePrinter(Writer data, PrintStream messages, RowShape<T> shape, Envelope envelope, Terminal terminal) {
        this.data = data;
        this.messages = messages;
        this.shape = shape;
        this.envelope = envelope;
        this.terminal = terminal;
    }

    @Override
    public void row(T row) throws IOException {
        List<String> cells = shape.tableCells(row).stream()
                .map(cell -> Text.printable(cell.length() > 2000 ? cell.substring(0, 2000) : cell))
                .toList();
        if (begun) {
            line(cells);
            return;
        }
        held.add(cells);
        if (held.size() == ROWS_MEASURED) {
            begin();
        }
    }

    @Override
    public void finish(long count) throws IOException {
        begin();
        data.flush();
        String rows = count == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", count);
        String hidden = switch (layout.hidden()) {
            case 0 -> "";
            case 1 -> ", 1 column more with --format json";
            default -> ", " + layout.hidden() + " columns more with --format json";
        };
        String footer = String.format(Locale.ROOT, "(%s, %.1f ms%s)", rows, envelope.elapsedMs(), hidden);
        messages.println(terminal.colourfulErrors() ? Text.DIM + footer + Text.PLAIN : footer);
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        List<String> header = shape.tableColumns().stream().map(Text::printable).toList();
        if (!held.isEmpty()) {
            layout = TableLayout.of(header, held, terminal.columns());
            String line = layout.line(header);
            data.append(terminal.colourfulOutput() ? Text.BOLD + line + Text.PLAIN : line)
                    .append('\n');
            data.append(layout.rule()).append('\n');
        }
        for (List<String> cells : held) {
            line(cells);
        }
        held.clear();
    }

    private void line(List<String> cells) throws IOException {
        data.append(layout.line(cells)).append('\n');
    }
}

package io.remdb.cli.output;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The two streams of a command in one format: data goes to stdout, everything else to stderr. One thread at a time. */
public final class Output {
    private static final int LABEL_GAP = 2;

    private final Writer data;
    private final PrintStream messages;
    private final Terminal terminal;
    private final Format format;

    /** Writes UTF-8 whatever the locale says. */
    public Output(OutputStream data, OutputStream messages, Terminal terminal, Format format) {
        this.data = new BufferedWriter(new OutputStreamWriter(data, StandardCharsets.UTF_8), 1 << 16);
        this.messages = new PrintStream(messages, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.format = format;
    }

    /** How results are written. */
    public Format format() {
        return format;
    }

    /** Who is looking. */
    public Terminal terminal() {
        return terminal;
    }

    /** stderr. */
    public PrintStream messages() {
        return messages;
    }

    /** A remark on stderr. */
    public void remark(String text) {
        messages.println(Text.printable(text));
    }

    /** Rows, each printed before the next is asked for. {@code envelope} is what JSON says around them. */
    public <T> long rows(Envelope envelope, RowShape<T> shape, Iterator<T> rows) {
        RowPrinter<T> printer = switch (format) {
            case JSON -> new JsonEnvelopePrinter<>(data, shape, envelope);
            case JSONL -> new JsonLinesPrinter<>(data, shape);
            case CSV -> new CsvPrinter<>(data, shape);
            case TABLE, YAML -> new TablePrinter<>(data, messages, shape, envelope, terminal);
        };
        return writing(() -> {
            long count = 0;
            while (rows.hasNext()) {
                printer.row(rows.next());
                count++;
            }
            printer.finish(count);
            data.flush();
            return count;
        });
    }

    /** One thing: labels and values for people, an object for programs. */
    public void object(ObjectNode object) {
        writing(() -> {
            switch (format) {
                case TABLE, YAML -> labels(object);
                case JSON, JSONL -> data.append(Json.text(object)).append('\n');
                case CSV -> csv(object);
            }
            data.flush();
            return 0L;
        });
    }

    /** Text as it is, with a line break at its end. */
    public void text(String text) {
        writing(() -> {
            data.append(text);
            if (!text.endsWith("\n")) {
                data.append('\n');
            }
            data.flush();
            return 0L;
        });
    }

    private void labels(ObjectNode object) throws IOException {
        int widest = object.propertyNames().stream().mapToInt(Text::width).max().orElse(0);
        String bold = terminal.colourfulOutput() ? Text.BOLD : "";
        String plain = terminal.colourfulOutput() ? Text.PLAIN : "";
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String label = Text.pad(Text.printable(property.getKey()), widest + LABEL_GAP);
            String indent = " ".repeat(widest + LABEL_GAP);
            String value = Cells.text(property.getValue());
            data.append(bold).append(label).append(plain);
            data.append(String.join("\n" + indent, Text.wrap(value, terminal.columns() - widest - LABEL_GAP)));
            data.append('\n');
        }
    }

    private void csv(ObjectNode object) throws IOException {
        CsvPrinter<ObjectNode> printer = new CsvPrinter<>(
                data, new ObjectShape(object.propertyNames().stream().toList()));
        printer.row(object);
        printer.finish(1);
    }

    private static long writing(Writing writing) {
        try {
            return writing.run();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
                throw new ClosedPipeException(e);
            }
            throw new RemException(ErrorCode.IO_ERROR, "The result could not be written to stdout", e)
                    .with("reason", e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Writing {
        long run() throws IOException;
    }
}

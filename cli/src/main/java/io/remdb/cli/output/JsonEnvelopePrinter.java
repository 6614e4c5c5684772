package io.remdb.cli.output;

import io.remdb.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** One JSON document around the rows, a line a row. Nothing is written before the first row is there, so that an error leaves stdout empty. */
final class JsonEnvelopePrinter<T> implements RowPrinter<T> {
    private final Writer data;
    private final RowShape<T> shape;
    private final Envelope envelope;
    private boolean begun;

    JsonEnvelopePrinter(Writer data, RowShape<T> shape, Envelope envelope) {
        this.data = data;
        this.shape = shape;
        this.envelope = envelope;
    }

    @Override
    public void row(T row) throws IOException {
        String json = Json.text(shape.json(row));
        if (begun) {
            data.append(",\n");
        } else {
            begin();
            data.append('\n');
        }
        data.append(json);
    }

    @Override
    public void finish(long count) throws IOException {
        if (begun) {
            data.append('\n');
        } else {
            begin();
        }
        data.append("],\"count\":").append(Long.toString(count));
        data.append(",\"execution_time_ms\":").append(Double.toString(envelope.elapsedMs()));
        Supplier<ObjectNode> more = envelope.more();
        String members = more == null ? "{}" : Json.text(more.get());
        if (members.length() > "{}".length()) {
            data.append(',').append(members, 1, members.length() - 1);
        }
        data.append("}\n");
    }

    private void begin() throws IOException {
        begun = true;
        ObjectNode head = Json.object();
        if (envelope.query() != null) {
            head.put("query", envelope.query());
            head.put("query_type", envelope.queryType());
        }
        String opened = Json.text(head);
        data.append(opened, 0, opened.length() - 1);
        data.append(head.isEmpty() ? "" : ",").append("\"results\":[");
    }
}

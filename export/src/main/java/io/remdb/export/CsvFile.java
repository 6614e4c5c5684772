package io.remdb.export;

import io.remdb.Entity;
import io.remdb.json.Json;
import io.remdb.text.Csv;
import io.remdb.text.Timestamps;
import io.remdb.value.FieldValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Comma-separated values (RFC 4180), UTF-8: lists, objects and vectors as JSON, times as ISO 8601 in UTC; nothing between two commas
 * is no value, {@code ""} is an empty text. Values are written as they are, also those that a spreadsheet would take for a formula:
 * a file for programs must not change them.
 */
final class CsvFile implements TableFile<byte[]> {
    private static final int BATCH_ROWS = 500;

    private final OutputStream output;
    private final TableColumns columns;

    /** Begins the file with its header. */
    CsvFile(OutputStream output, TableColumns columns) throws IOException {
        this.output = output;
        this.columns = columns;
        String header = columns.columns().stream()
                .map(column -> Csv.cell(column.name()))
                .collect(Collectors.joining(",", "", Csv.LINE_BREAK));
        output.write(header.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int batchRows() {
        return BATCH_ROWS;
    }

    @Override
    public byte[] encode(List<Entity> rows) {
        StringBuilder text = new StringBuilder();
        for (Entity row : rows) {
            String separator = "";
            for (Object value : columns.values(row)) {
                text.append(separator).append(cell(value));
                separator = ",";
            }
            text.append(Csv.LINE_BREAK);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case FieldValue scalar -> scalar(scalar);
            case JsonNode json -> Csv.cell(Json.text(json));
            case float[] vector -> Csv.cell(vector(vector));
            default -> throw new IllegalStateException(value.getClass().getName());
        };
    }

    private static String scalar(FieldValue value) {
        return switch (value) {
            case FieldValue.Null _ -> "";
            case FieldValue.Text(String text) -> text.isEmpty() ? "\"\"" : Csv.cell(text);
            case FieldValue.Whole(long number) -> Long.toString(number);
            case FieldValue.Decimal(double number) -> Double.toString(number);
            case FieldValue.Bool(boolean truth) -> Boolean.toString(truth);
            case FieldValue.Timestamp(long micros) -> Timestamps.text(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
            case FieldValue.Day(var day) -> day.toString();
            case FieldValue.Id(var id) -> id.toString();
        };
    }

    private static String vector(float[] vector) {
        StringBuilder text = new StringBuilder("[");
        String separator = "";
        for (float component : vector) {
            text.append(separator).append(component);
            separator = ",";
        }
        return text.append(']').toString();
    }

    @Override
    public void write(byte[] lines) throws IOException {
        output.write(lines);
    }

    @Override
    public void finish() {}
}

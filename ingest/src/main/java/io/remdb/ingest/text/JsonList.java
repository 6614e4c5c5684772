package io.remdb.ingest.text;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.json.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A JSON file that is a list of rows. At most {@value Json#LONGEST_DOCUMENT} bytes, as any JSON document. */
public final class JsonList implements JsonRows {
    private final InputStream bytes;
    private final JsonParser parser;
    private @Nullable String next;
    private boolean ended;

    private JsonList(InputStream bytes) {
        this.bytes = bytes;
        this.parser = Json.mapper().createParser(bytes);
    }

    /** Whether a JSON file is a list that begins with an object, and so is rows. */
    public static boolean is(Path file) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                JsonParser parser = Json.mapper().createParser(bytes)) {
            return parser.nextToken() == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.START_OBJECT;
        } catch (JacksonException noJson) {
            return false;
        }
    }

    /**
     * Opens one.
     *
     * @throws RemException {@link ErrorCode#TOO_LARGE}, before the first row
     */
    public static JsonList open(Path file) throws IOException {
        long size = Files.size(file);
        if (size > Json.LONGEST_DOCUMENT) {
            throw new RemException(ErrorCode.TOO_LARGE, "A JSON list of rows is larger than the limit")
                    .with("bytes", size)
                    .with("limit_bytes", Json.LONGEST_DOCUMENT)
                    .hint("Rows that are each on a line (.jsonl) may be any number: jq -c '.[]' makes them of a list");
        }
        JsonList list = new JsonList(new BufferedInputStream(Files.newInputStream(file)));
        list.parser.nextToken();
        return list;
    }

    /** @throws RemException {@link ErrorCode#INVALID_JSON} with line and column */
    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            read();
        }
        return next != null;
    }

    private void read() {
        try {
            JsonToken token = parser.nextToken();
            ended = token == null || token == JsonToken.END_ARRAY;
            if (!ended) {
                // What is no object is handed on: the table says what is wrong with it, and which row it is.
                next = Json.text(parser.readValueAsTree());
            }
        } catch (JacksonException e) {
            ended = true;
            throw new RemException(ErrorCode.INVALID_JSON, "The list is not valid JSON from here on", e)
                    .with("line", e.getLocation() == null ? 0 : e.getLocation().getLineNr())
                    .with(
                            "column",
                            e.getLocation() == null ? 0 : e.getLocation().getColumnNr())
                    .with("reason", e.getOriginalMessage())
                    .hint(
                            "Rows that are each on a line (.jsonl) may be any number, and one that is wrong leaves the others");
        }
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        String row = next;
        next = null;
        return row;
    }

    /** Each row has the place that it has in the list. */
    @Override
    public RowError placed(RowError error) {
        return error;
    }

    @Override
    public String place() {
        return "row";
    }

    @Override
    public void forget(long done) {
        // Nothing is kept.
    }

    @Override
    public void close() throws IOException {
        parser.close();
        bytes.close();
    }
}

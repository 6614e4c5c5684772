package io.remdb.ingest.text;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A file of rows, a line each (JSONL); blank lines are none. What is wrong with a line is said by the table that does not take it. */
public final class JsonLines implements JsonRows {
    private final InputStream bytes;
    private @Nullable String next;
    private long line;
    private boolean ended;

    private JsonLines(InputStream bytes) {
        this.bytes = bytes;
    }

    /** Opens one. */
    public static JsonLines open(Path file) throws IOException {
        return new JsonLines(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** @throws RemException {@link ErrorCode#TOO_LARGE} for a line that is longer than a row may be */
    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            String read = readLine();
            if (!read.isBlank()) {
                next = read;
            }
        }
        return next != null;
    }

    private String readLine() {
        line++;
        ByteArrayOutputStream collected = new ByteArrayOutputStream(256);
        try {
            int value = bytes.read();
            while (value >= 0 && value != '\n') {
                if (collected.size() == Json.LONGEST_DOCUMENT) {
                    ended = true;
                    throw new RemException(ErrorCode.TOO_LARGE, "A line is longer than a row may be")
                            .with("line", line)
                            .with("limit_bytes", Json.LONGEST_DOCUMENT);
                }
                collected.write(value);
                value = bytes.read();
            }
            ended = value < 0;
        } catch (IOException e) {
            ended = true;
            throw new RemException(ErrorCode.IO_ERROR, "The file cannot be read", e)
                    .with("line", line)
                    .with("reason", e.getMessage());
        }
        return collected.toString(StandardCharsets.UTF_8);
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

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}

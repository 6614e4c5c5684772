package io.remdb.ingest.text;

import io.remdb.RowError;
import io.remdb.json.LineReader;
import io.remdb.json.RowLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of rows, a line each (JSONL); blank lines are none. A line that is not UTF-8 or longer than a row may be is a row that no table
 * takes.
 */
public final class JsonLines implements JsonRows {
    private final InputStream bytes;
    private final RowLines lines;

    private JsonLines(InputStream bytes) {
        this.bytes = bytes;
        this.lines = new RowLines(bytes, LineReader.LONGEST_LINE);
    }

    /** Opens one. */
    public static JsonLines open(Path file) throws IOException {
        return new JsonLines(Files.newInputStream(file));
    }

    @Override
    public boolean hasNext() {
        return lines.hasNext();
    }

    @Override
    public String next() {
        return lines.next();
    }

    @Override
    public RowError placed(RowError error) {
        return lines.placed(error);
    }

    @Override
    public String place() {
        return "line";
    }

    @Override
    public void forget(long done) {
        lines.forget(done);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}

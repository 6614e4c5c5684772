package io.remdb.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a file of rows is. */
public enum ExportFormat {
    /** Apache Parquet: typed columns, compressed. */
    PARQUET,
    /** Comma-separated values (RFC 4180): a header, lists and objects as JSON. */
    CSV,
    /** JSON Lines: an entity a line, from which the rows can be restored exactly. */
    JSONL;

    /** What files of this format end with, without the dot; also its name for users. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format that the end of a file's name says. */
    public static Optional<ExportFormat> of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith("." + format.extension()))
                .findFirst();
    }
}

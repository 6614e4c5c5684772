package io.remdb.cli.output;

import java.util.Locale;

/** How results are written. */
public enum Format {
    /** Aligned columns for people. */
    TABLE,
    /** One JSON document. */
    JSON,
    /** One JSON object a line. */
    JSONL,
    /** Comma-separated values (RFC 4180) with a header. */
    CSV,
    /** YAML: of documents only. */
    YAML;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

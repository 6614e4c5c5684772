package io.remdb.bench;

import java.util.Locale;
import java.util.regex.Pattern;

/** A plot of how something grows with the rows: operations that are compared with each other, in one unit. */
enum GrowthPlot {
    /** Rows whose id or key is known, or nearly. */
    READING_BY_KEY("Reading by key", Quantity.MILLISECONDS, "get |lookup |fuzzy lookup"),
    /** Single writes, and a batch that is embedded. */
    WRITING("Writing", Quantity.MILLISECONDS, "insert |update |batch insert of "),
    /** By meaning, of all rows and of few. */
    VECTOR_SEARCH("Vector search", Quantity.MILLISECONDS, "vector search"),
    /** By words, and by words and meaning. */
    KEYWORD_AND_HYBRID_SEARCH("Keyword and hybrid search", Quantity.MILLISECONDS, "keyword search|hybrid search"),
    /** Statements; the second of two that are alike is named after the first. */
    SQL("SQL", Quantity.MILLISECONDS, "SQL |the same, a text never seen before"),
    /** Along edges. */
    GRAPH("Graph", Quantity.MILLISECONDS, "traversal|shortest path|100 neighbours of a hub"),
    /** A restart, and what comes first after it. */
    OPENING("Opening", Quantity.MILLISECONDS, "close the database|open the database|first "),
    /** Whole tables to files. */
    EXPORT("Export of all rows", Quantity.MILLISECONDS, "export,"),
    /** Tables filled as fast as they can be. */
    BATCH_INSERT("Batch insert", Quantity.ROWS_A_SECOND, "batch insert "),
    /** A straight line on the level says that what a row takes does not depend on how many there are. */
    MEMORY_AND_DISK("Memory and disk", Quantity.BYTES_A_ROW, "size on disk|heap in use|resident memory"),
    /** SQL that looks at every row. */
    GROUP_BY("SQL GROUP BY over all rows", Quantity.NANOSECONDS_A_ROW, "SQL GROUP BY");

    private final String title;
    private final Quantity quantity;
    private final Pattern operations;

    /** The operations are given by their beginnings, as a regular expression. */
    GrowthPlot(String title, Quantity quantity, String operations) {
        this.title = title;
        this.quantity = quantity;
        this.operations = Pattern.compile(operations);
    }

    String title() {
        return title;
    }

    Quantity quantity() {
        return quantity;
    }

    /** Whether an operation belongs here: a report names operations, but not measurements. */
    boolean shows(String operation) {
        return operations.matcher(operation).lookingAt();
    }

    /** The name of its file. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
    }
}

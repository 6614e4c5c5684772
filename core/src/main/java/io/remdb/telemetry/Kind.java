package io.remdb.telemetry;

import java.util.Locale;

/** The kinds of work that are counted. */
public enum Kind {
    /** One row. */
    INSERT,
    /** Rows in chunks, new ones or restored ones. */
    BATCH,
    /** Rows of several tables as one unit. */
    WRITE,
    UPDATE,
    DELETE,
    LINK,
    UNLINK,
    /** By id. */
    GET,
    /** By key. */
    LOOKUP,
    /** By a key that is like a text. */
    FUZZY,
    TRAVERSE,
    SEARCH,
    /** A statement, of SQL or of REM's own; what is done for it is not counted for itself. */
    QUERY,
    /** One call of an embedding model. */
    EMBED,
    /** A unit of rows and edges that was written into the log, whoever asked for it; upkeep and repair are not counted. */
    COMMIT,
    /** What a replica has received and written. */
    APPLY;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Its name in figures, spans and logs. */
    public String label() {
        return label;
    }

    /**
     * Whether it is timed each time. Reading the clock twice takes as long as a twentieth of a get.
     */
    boolean isTimedAlways() {
        return this != GET;
    }

    /** Whether somebody has called for it: only there an error is said and counted by its code, once. */
    boolean isCall() {
        return switch (this) {
            case EMBED, COMMIT, APPLY -> false;
            case INSERT, BATCH, WRITE, UPDATE, DELETE, LINK, UNLINK, GET, LOOKUP, FUZZY, TRAVERSE, SEARCH, QUERY ->
                true;
        };
    }
}

package io.remdb.schema;

/** Whose a schema is. */
public enum Category {
    /** Built in. */
    SYSTEM,
    /** Of an agent. */
    AGENTS,
    /** Shared. */
    PUBLIC,
    /** A user's: the default. */
    USER
}

package io.remdb.value;

/** The types that a single value can have. */
public enum ScalarType {
    /** A string. */
    TEXT,
    /** A whole number of 64 bits. */
    INTEGER,
    /** A number: a 64-bit float. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** A moment in time, UTC, microseconds. */
    TIMESTAMP,
    /** A day. */
    DATE,
    /** A UUID. */
    UUID
}

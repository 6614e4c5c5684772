package io.remdb;

/** Which edges of an entity are meant. */
public enum EdgeDirection {
    /** Those that start at it. */
    OUT,
    /** Those that end at it. */
    IN,
    /** Both. */
    BOTH
}

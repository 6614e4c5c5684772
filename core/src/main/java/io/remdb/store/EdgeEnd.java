package io.remdb.store;

/** One of the two ends of an edge. */
public enum EdgeEnd {
    /** Where it starts. */
    SOURCE,
    /** Where it ends. */
    TARGET
}

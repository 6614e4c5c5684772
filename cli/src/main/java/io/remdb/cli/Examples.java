package io.remdb.cli;

/** What the examples of the help texts name. */
final class Examples {
    /** The id of an article of the demo: ids come from keys, so it is the same everywhere. */
    static final String ID = "79c7ff15-79f5-85ba-a5b8-e8e45f82f680";

    private Examples() {}
}

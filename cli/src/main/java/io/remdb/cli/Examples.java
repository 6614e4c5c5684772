package io.remdb.cli;

/** What the examples of the help texts name. */
final class Examples {
    /** The id of an article of the demo: ids come from keys, so it is the same everywhere. */
    static final String ID = "79c7ff15-79f5-85ba-a5b8-e8e45f82f680";

    /** The id of another article of the demo, which no other example needs. */
    static final String DISPENSABLE_ID = "7fd5229a-b430-8de1-99a0-09a21406547f";

    private Examples() {}
}

package io.remdb.cli;

/** What the examples of the help texts name. */
final class Examples {
    /** The id of an article of the demo: ids come from keys, so it is the same everywhere. */
    static final String ID = "00000000-0000-8000-8000-000000000000";

    private Examples() {}
}

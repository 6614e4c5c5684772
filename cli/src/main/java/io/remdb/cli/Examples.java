package io.remdb.cli;

/** What the examples of the help texts name. */
final class Examples {
    /** The id of an article of the demo: ids come from keys, so it is the same everywhere. */
    static final String ID = "79c7ff15-79f5-85ba-a5b8-e8e45f82f680";

    /** The id of another article of the demo, which no other example needs. */
    static final String DISPENSABLE_ID = "7fd5229a-b430-8de1-99a0-09a21406547f";

    /** The key of one. */
    static final String KEY = "Goroutines and Channels in Go";

    /** An article that the demo links to {@link #LINK_TARGET}. */
    static final String LINKED = "Optimising the Performance of a Rust Program";

    /** Where that link leads; the demo links it on to {@link #FAR_TARGET}. */
    static final String LINK_TARGET = "Rust Ownership and Zero-Cost Memory Safety";

    /** What that link says. */
    static final String LINK_TYPE = "builds_on";

    /** Two links away. */
    static final String FAR_TARGET = "Generational Garbage Collection on the Java Platform";

    /** Makes keys and a database for an example with them, in a folder of their own. */
    static final String ENCRYPTED = "  export P8_HOME=$(mktemp -d) P8_PASSWORD=example P8_DAEMON=off;"
            + " ${sys:rem.command:-rem} key-gen; ${sys:rem.command:-rem} init; ";

    /** Backups of the demo's database. */
    static final String BACKUP = "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db backup ";

    private Examples() {}
}

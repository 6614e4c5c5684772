package io.remdb.store;

/** The log of committed units. Thread-safe. */
public interface LogStore {
    /** The last committed sequence; 0 when nothing was ever written. */
    long lastSequence();

    /** The oldest sequence that can still be read; {@code lastSequence() + 1} when none can. */
    long oldestSequence();

    /**
     * The entries from a sequence on, up to the last one committed now.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#NOT_FOUND} when the log no longer reaches back so far
     */
    Cursor<LogEntry> read(long fromSequence);

    /**
     * As {@link #read}, but only which rows were touched: a fraction of the cost.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#NOT_FOUND} when the log no longer reaches back so far
     */
    Cursor<RowChanges> readRows(long fromSequence);

    /**
     * The sequence of the last unit that changed a table's definition, entities or vectors; 0 for none. A follower that has
     * applied it is up to date for that table.
     */
    long lastChange(int table);

    /** Has the listener called after each commit with its sequence, from the committing thread: it must be quick. */
    void onCommit(CommitListener listener);

    /** Names a follower whose position holds back {@link #trim}. */
    void holdFor(String follower, long appliedSequence);

    /** Drops entries that are over the configured age or size and that every follower has applied. */
    void trim();

    /** Hears of commits. */
    @FunctionalInterface
    interface CommitListener {
        /** This sequence is committed and readable. */
        void committed(long sequence);
    }
}

package io.remdb.store.rocks;

/** Entries that are derived from what is there, for {@link CommitPath#commitDerived}. */
interface DerivedWrites {
    /** Adds them to a batch, by what is there: nothing is committed meanwhile. */
    void addTo(Batch batch);

    /** Has what is kept in memory show them: the batch is written. */
    void written();
}

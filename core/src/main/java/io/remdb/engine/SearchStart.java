package io.remdb.engine;

import io.remdb.search.SearchIndex;
import io.remdb.store.LogStore.CommitListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the search index follow the log once a process writes in earnest, so that the first search after a bulk load does not
 * find everything still to be done. A process that writes a row and ends leaves that to the next one that searches.
 */
final class SearchStart implements CommitListener {
    private static final Logger LOGGER = System.getLogger(SearchStart.class.getName());
    private static final int COMMITS = 8;
    /** So far behind, the log that is kept for it gets large: it catches up as soon as more is written. */
    private static final int FAR_BEHIND = 64;

    private final Once<SearchIndex> search;
    private final AtomicInteger commits;

    /** @param behind how many entries of the log the index does not have yet */
    SearchStart(Once<SearchIndex> search, long behind) {
        this.search = search;
        this.commits = new AtomicInteger(behind >= FAR_BEHIND ? COMMITS - 1 : 0);
    }

    @Override
    public void committed(long sequence) {
        if (commits.incrementAndGet() == COMMITS) {
            Thread.ofVirtual().name("rem-search-start").start(this::start);
        }
    }

    private void start() {
        try {
            search.getUnlessOver();
        } catch (RuntimeException e) {
            // The write has succeeded; the next search tries again and fails with the same cause.
            LOGGER.log(Level.WARNING, "The search index could not be opened", e);
        }
    }
}

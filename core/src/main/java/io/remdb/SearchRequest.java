package io.remdb;

import java.util.Iterator;
import java.util.List;

/**
 * A search under construction; {@link #run} or iterating runs it. Not thread-safe; immutable once run.
 *
 * @param <T> what a hit's value is
 */
public interface SearchRequest<T> extends Iterable<Hit<T>> {
    /** The most hits a search gives. */
    int MAX_LIMIT = 1000;

    /**
     * Only rows for which the SQL predicate holds; {@code ?} stands for the parameters in order. As many hits come back as the
     * limit says, or as rows match: matching rows that have no vector and, in mode hybrid, none of the words come last, with the
     * score 0, in the order of their ids. Mode keyword gives only rows in which a word of the question occurs. A least score
     * applies to all.
     */
    SearchRequest<T> where(String predicate, Object... parameters);

    /** How rows are compared with the question; default {@link SearchMode#HYBRID}. */
    SearchRequest<T> mode(SearchMode mode);

    /** At most this many hits, 1 to {@value #MAX_LIMIT}; default 10. */
    SearchRequest<T> limit(int limit);

    /** Only hits with at least this score, 0 to 1; default 0. */
    SearchRequest<T> minScore(double minScore);

    /** Has each hit say why it has its score, in {@link Hit#explanation}. */
    SearchRequest<T> explained();

    /** Runs the search: the best hits first, equal ones in the order of their ids. */
    List<Hit<T>> run();

    /** Runs the search for how it is done instead of for its hits. */
    SearchPlan explain();

    @Override
    default Iterator<Hit<T>> iterator() {
        return run().iterator();
    }
}

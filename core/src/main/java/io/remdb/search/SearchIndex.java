package io.remdb.search;

import io.remdb.HitExplanation;
import io.remdb.ProgressListener;
import io.remdb.catalog.CatalogTable;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import io.remdb.value.Predicate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by meaning and by words. Thread-safe. A call sees every write that was acknowledged before it. Soft-deleted rows
 * are never proposed. Calls that find rows fail with {@link io.remdb.ErrorCode#TIMEOUT} when the search, or a step of the index that
 * it waits for, takes longer than {@code P8_SEARCH_TIMEOUT_MS}.
 */
public interface SearchIndex extends AutoCloseable {
    /**
     * The rows whose vectors are nearest to {@code query} by cosine, best first. At least {@code min(k, matching rows that have
     * a vector)} of them, whatever the filter.
     *
     * @param query of unit length and the table's dimension
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#TIMEOUT}
     */
    Proposal nearest(CatalogTable table, EmbeddingSlot slot, float[] query, int k, CandidateFilter filter);

    /**
     * The rows in which words of {@code text} occur, by BM25, best first.
     *
     * @param vector of the text, of unit length and the dimension of the table's {@link EmbeddingSlot#MAIN}: then the proposal has the
     *     {@link Proposal#cosines} of those of its rows that have a vector; null for without
     */
    Proposal matching(CatalogTable table, String text, float @Nullable [] vector, int k, CandidateFilter filter);

    /** How many rows a search may propose under a filter. */
    long count(CatalogTable table, CandidateFilter filter);

    /**
     * The first rows of a filter in the order of their ids, whatever they have in common with a question.
     *
     * @param filter not {@link CandidateFilter.Everything}
     * @param without rows to leave out
     * @param k the most rows
     */
    List<UUID> first(CatalogTable table, CandidateFilter filter, Set<UUID> without, int k);

    /**
     * The living rows of which a predicate is true, in no order, however many. They are those of one moment.
     *
     * @return their ids, kept in 16 bytes each
     */
    Cursor<UUID> rows(CatalogTable table, Predicate predicate);

    /**
     * The groups of the living rows of one moment, in no order; one for a grouping without keys, also when it has no rows. Empty when they
     * cannot be had from the index without much ado: it is not up to date within the patience, it does not keep a column or
     * a value in it (long texts, arrays, JSON, UUIDs), or there are too many groups.
     *
     * @param patienceMs how long to wait for what was written before, in milliseconds; 0 for not at all
     */
    Optional<List<Group>> groups(CatalogTable table, Grouping grouping, long patienceMs);

    /** About how many rows {@link #rows} would give, without reading them. */
    long estimate(CatalogTable table, Predicate predicate);

    /** Which words of a text rows have, and what each adds to their BM25; rows that have none are left out. */
    Map<UUID, List<HitExplanation.Word>> explain(CatalogTable table, String text, Collection<UUID> ids);

    /**
     * Rows that have a key like a text, to be compared with it by {@link KeyComparison}: in no order, each once, and some that
     * are not like it among them.
     *
     * @param ring how far to look
     * @param k at most so many for each way of being alike
     */
    List<UUID> withKeysLike(CatalogTable table, KeyQuery query, KeyRing ring, int k);

    /**
     * This index for calls that take no longer than a given time each, the waiting for what was written before included. Not to be
     * closed.
     *
     * @param timeoutMs in milliseconds, from 1
     */
    SearchIndex within(long timeoutMs);

    /** Returns when everything committed up to this sequence is searchable and the index itself is durable. */
    void flush(long sequence);

    /**
     * Checks the index of a table.
     *
     * @param rows of the store, as they were at a moment
     * @return how many rows the index has
     */
    long verify(CatalogTable table, RecordStore rows, IndexCheck check);

    /**
     * Builds the index of a table anew from the rows, and returns when it is in use; until then searches are answered by the one that was there,
     * and wait where there was none that could be used.
     */
    void rebuild(CatalogTable table, ProgressListener progress);

    /**
     * Merges away what is deleted; what is committed now is found and durable when it returns.
     *
     * @param progress hears how many tables are done
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#CANCELLED} when the thread is interrupted
     */
    void compact(ProgressListener progress);

    /** Counts as they are now, without opening anything. */
    SearchFigures figures();

    /** Forgets a table that has been removed. */
    void drop(int tableNumber);

    @Override
    void close();
}

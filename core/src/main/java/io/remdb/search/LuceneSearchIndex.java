package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.HitExplanation;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.SearchPlan.Leg;
import io.remdb.SearchPlan.Side;
import io.remdb.SearchPlan.Way;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.config.RemConfig;
import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import io.remdb.value.Predicate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The search index on Lucene, one index for each table, which follows the log of the store.
 *
 * <p>A thread of its own reads the log and indexes the current state of the rows that changed, so that reading an entry twice
 * does no harm. It starts with the first commit or the first search; opening costs nothing. A search waits until what was
 * committed before it is indexed, then refreshes.
 *
 * <p>Everything here is derived: an index that is missing, damaged, of another version or too far behind the log is built anew
 * from the store.
 */
public final class LuceneSearchIndex implements SearchIndex {
    private final Store store;
    private final IndexSeal seal;
    private final SearchSizes sizes;
    private final Follower follower;
    private final long timeoutMs;
    private final Deadline.Kind deadlines;

    private LuceneSearchIndex(
            Store store,
            IndexSeal seal,
            SearchSizes sizes,
            Follower follower,
            long timeoutMs,
            Deadline.Kind deadlines) {
        this.store = store;
        this.seal = seal;
        this.sizes = sizes;
        this.follower = follower;
        this.timeoutMs = timeoutMs;
        this.deadlines = deadlines;
    }

    /**
     * Opens the search index of a store.
     *
     * @param store to be closed after this
     * @param catalog its tables
     * @param folder where the indexes are kept, a folder for each table; made when needed; null for in memory
     * @param seal of its files; a folder that was written with another one, or none, is built anew
     */
    public static LuceneSearchIndex open(
            Store store,
            Catalog catalog,
            @Nullable Path folder,
            IndexSeal seal,
            RemConfig.Search config,
            SearchSizes sizes) {
        Follower follower = new Follower(store, catalog, new IndexFolder(folder, seal), config, sizes);
        follower.register();
        return new LuceneSearchIndex(store, seal, sizes, follower, config.timeoutMs(), Deadline.Kind.OF_EACH_STEP);
    }

    @Override
    public Proposal nearest(CatalogTable table, EmbeddingSlot slot, float[] query, int k, CandidateFilter filter) {
        requireDimension(table, slot, query);
        return isNothing(table, k, filter)
                ? nothing(Side.MEANING, Way.EXACT, k)
                : search(
                        table,
                        (reader, deadline) -> new Nearest(reader, RowDocument.vectorField(slot), query, sizes, deadline)
                                .search(k, filter));
    }

    @Override
    public Proposal matching(
            CatalogTable table, String text, float @Nullable [] vector, int k, CandidateFilter filter) {
        if (vector != null) {
            requireDimension(table, EmbeddingSlot.MAIN, vector);
        }
        return isNothing(table, k, filter)
                ? nothing(Side.WORDS, Way.POSTINGS, k)
                : search(table, (reader, deadline) -> WordSearch.search(reader, text, vector, k, filter, deadline));
    }

    private static void requireDimension(CatalogTable table, EmbeddingSlot slot, float[] vector) {
        int dimension = table.dimension(slot);
        if (vector.length != dimension) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The vector has not the table's dimension")
                    .with("table", table.name())
                    .with("slot", slot.fieldName())
                    .with("dimension", dimension)
                    .with("given", vector.length);
        }
    }

    @Override
    public long count(CatalogTable table, CandidateFilter filter) {
        return isNothing(table, 1, filter)
                ? 0
                : search(table, (reader, deadline) -> MatchingRows.count(reader, filter, deadline));
    }

    @Override
    public List<UUID> first(CatalogTable table, CandidateFilter filter, Set<UUID> without, int k) {
        return isNothing(table, k, filter)
                ? List.of()
                : search(table, (reader, deadline) -> MatchingRows.first(reader, filter, without, k, deadline));
    }

    @Override
    public Cursor<UUID> rows(CatalogTable table, Predicate predicate) {
        if (isNothing(table, 1, CandidateFilter.Everything.EVERYTHING)) {
            return new IdList().read();
        }
        return search(table, (reader, deadline) -> new MatchingRows(reader, predicate, deadline).ids())
                .read();
    }

    @Override
    public Optional<List<Group>> groups(CatalogTable table, Grouping grouping, long patienceMs) {
        if (!GroupedRows.canRead(table, grouping)) {
            return Optional.empty();
        }
        Deadline deadline = Deadline.afterMs(timeoutMs, deadlines);
        TableIndex index = follower.visible(table, Deadline.afterMs(patienceMs, Deadline.Kind.OF_ALL));
        return index == null ? Optional.empty() : groups(index, table, grouping, deadline);
    }

    private Optional<List<Group>> groups(TableIndex index, CatalogTable table, Grouping grouping, Deadline deadline) {
        try {
            DirectoryReader reader = index.acquire();
            try {
                return GroupedRows.read(reader, table, grouping, deadline);
            } finally {
                reader.decRef();
            }
        } catch (AlreadyClosedException e) {
            return Optional.empty(); // replaced just now
        } catch (IOException | IndexOutOfBoundsException | IllegalStateException e) {
            follower.reportDamage(index, e);
            throw failed(table, e);
        }
    }

    @Override
    public long estimate(CatalogTable table, Predicate predicate) {
        return isNothing(table, 1, CandidateFilter.Everything.EVERYTHING)
                ? 0
                : search(table, (reader, deadline) -> new MatchingRows(reader, predicate, deadline).estimate());
    }

    @Override
    public List<UUID> withKeysLike(CatalogTable table, KeyQuery query, KeyRing ring, int k) {
        if (isNothing(table, k, CandidateFilter.Everything.EVERYTHING)) {
            return List.of();
        }
        return search(table, (reader, deadline) -> new KeyCandidates(reader, query, k, deadline).find(ring));
    }

    @Override
    public Map<UUID, List<HitExplanation.Word>> explain(CatalogTable table, String text, Collection<UUID> ids) {
        return search(table, (reader, deadline) -> WordSearch.explain(reader, text, ids, deadline));
    }

    private boolean isNothing(CatalogTable table, int k, CandidateFilter filter) {
        return k <= 0
                || isEmpty(filter)
                || store.records().counts(table.number()).live() == 0;
    }

    private static Proposal nothing(Side side, Way way, int k) {
        return new Proposal(List.of(), new Leg(side, way, "no row matches", 0, 0, 0L, k, 0));
    }

    private <T> T search(CatalogTable table, Search<T> search) {
        Deadline deadline = Deadline.afterMs(timeoutMs, deadlines);
        for (int attempt = 0; ; attempt++) {
            TableIndex index = follower.awaitVisible(table, deadline);
            try {
                DirectoryReader reader = index.acquire();
                try {
                    return search.run(reader, deadline.renewed());
                } finally {
                    reader.decRef();
                }
            } catch (AlreadyClosedException e) {
                deadline.check(); // the index was replaced between finding and reading it: wait for the new one
                Thread.onSpinWait();
            } catch (IllegalArgumentException e) {
                throw refused(table, index, e);
            } catch (IOException | IndexOutOfBoundsException | IllegalStateException e) {
                if (attempt > 0 || !follower.reportDamage(index, e)) {
                    throw failed(table, e);
                }
            }
        }
    }

    private static boolean isEmpty(CandidateFilter filter) {
        return switch (filter) {
            case CandidateFilter.Everything _ -> false;
            case CandidateFilter.OneOf oneOf -> oneOf.ids().isEmpty();
            case CandidateFilter.Matching _ -> false;
        };
    }

    private static RemException failed(CatalogTable table, Exception cause) {
        return new RemException(ErrorCode.IO_ERROR, "The search index of a table cannot be read", cause)
                .with("table", table.name())
                .hint("Reopen the database; where that does not help, close it (rem daemon stop) and delete the folder"
                        + " 'search' in its folder: the index is built anew from the rows");
    }

    /** Vectors of another dimension than those that were asked for come with another schema of the table; else it is a defect. */
    private static RemException refused(CatalogTable table, TableIndex index, IllegalArgumentException cause) {
        return index.table.revision() == table.revision()
                ? new RemException(ErrorCode.INTERNAL, "The search failed because of a defect", cause)
                        .with("table", table.name())
                        .hint("Please report it, with the search")
                : new RemException(ErrorCode.CONFLICT, "The table was changed while it was searched", cause)
                        .with("table", table.name())
                        .hint("Search again");
    }

    private interface Search<T> {
        T run(DirectoryReader reader, Deadline deadline) throws IOException;
    }

    /** For tests: {@code settled} or {@code merging}, then living and deleted documents of each segment. */
    String describe(int table) {
        TableWriter writer = writer(table);
        return writer == null ? "closed" : writer.describe();
    }

    private @Nullable TableWriter writer(int table) {
        return follower.locked(tables -> {
            TableIndex index = tables.get(table);
            return index == null ? null : index.writer;
        });
    }

    /** For tests: how often the index has been built from the rows since it was opened. */
    long builds(int table) {
        return follower.locked(tables -> {
            TableIndex index = tables.get(table);
            return index == null ? 0 : index.builds;
        });
    }

    /** For tests: returns when no merge is running. */
    void awaitMerges(int table) {
        TableWriter writer = writer(table);
        if (writer != null) {
            writer.awaitMerges();
        }
    }

    @Override
    public SearchIndex within(long allowedMs) {
        return new LuceneSearchIndex(store, seal, sizes, follower, allowedMs, Deadline.Kind.OF_ALL);
    }

    @Override
    public void flush(long sequence) {
        follower.flush(sequence);
    }

    @Override
    public long verify(CatalogTable table, RecordStore rows, IndexCheck check) {
        return new IndexVerifier(store, follower, timeoutMs).verify(table, rows, check);
    }

    @Override
    public void rebuild(CatalogTable table, ProgressListener progress) {
        follower.rebuild(table, progress);
    }

    @Override
    public void compact(ProgressListener progress) {
        flush(store.log().lastSequence()); // opens all
        List<TableIndex> tables = follower.locked(known -> List.copyOf(known.values()));
        progress.progress(0, tables.size());
        int done = 0;
        for (TableIndex index : tables) {
            TableWriter writer = index.writer;
            if (writer != null) {
                try {
                    DeletedRows.mergeAway(writer);
                } catch (IOException e) {
                    throw failed(index.table, e);
                }
            }
            progress.progress(++done, tables.size());
        }
        follower.flushAgain(store.log().lastSequence()); // until then the former files are needed
    }

    @Override
    public SearchFigures figures() {
        Map<Integer, Long> documents = new HashMap<>();
        long[] bufferBytes = new long[1];
        for (TableIndex index : follower.locked(known -> List.copyOf(known.values()))) {
            TableWriter writer = index.writer;
            try {
                if (writer != null) {
                    DirectoryReader reader = writer.acquire();
                    try {
                        documents.put(index.number, (long) reader.numDocs());
                    } finally {
                        reader.decRef();
                    }
                    bufferBytes[0] += writer.bufferBytes();
                }
            } catch (AlreadyClosedException _) {
                // closed since we looked
            } catch (IOException e) {
                throw failed(index.table, e);
            }
        }
        return new SearchFigures(documents, bufferBytes[0], seal.statistics());
    }

    @Override
    public void drop(int tableNumber) {
        follower.drop(tableNumber);
    }

    /** Commits and stops. Merges that run are given up and made again another time. Calling it again does nothing. */
    @Override
    public void close() {
        follower.close();
    }
}

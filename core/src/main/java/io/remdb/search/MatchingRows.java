package io.remdb.search;

import io.remdb.value.Predicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** The rows of which a predicate is true, read as far as somebody asks. One thread at a time. */
final class MatchingRows {
    private static final int DEADLINE_STRIDE = 4096;
    private static final int SHORTEST_LIST = 64;
    private static final int LONGEST_LIST = 10_000;

    private final DirectoryReader reader;
    private final Weight weight;
    private final Deadline deadline;
    /** By segment, what the estimate has made; each is used once. */
    private final Map<Integer, @Nullable ScorerSupplier> estimated = new HashMap<>();

    MatchingRows(DirectoryReader reader, Predicate predicate, Deadline deadline) throws IOException {
        this.reader = reader;
        this.deadline = deadline;
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        Query query = searcher.rewrite(PredicateQuery.of(predicate));
        this.weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    /** About how many match, without reading them; deleted ones count. */
    long estimate() throws IOException {
        long cost = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            ScorerSupplier supplier = weight.scorerSupplier(leaf);
            estimated.put(leaf.ord, supplier);
            cost += supplier == null ? 0 : supplier.cost();
        }
        return cost;
    }

    /** All of them: a list while they are few, then a bit for each row of a segment. */
    RowFilter collect() throws IOException {
        List<LeafRows> leaves = new ArrayList<>();
        int total = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            deadline.check();
            DocIdSetIterator documents = iterator(leaf, Long.MAX_VALUE);
            LeafRows rows = documents == null
                    ? LeafRows.none()
                    : collect(
                            documents,
                            leaf.reader().getLiveDocs(),
                            leaf.reader().maxDoc());
            leaves.add(rows);
            total += rows.count();
        }
        return new RowFilter(leaves, total);
    }

    /** The ids of all of them. */
    IdList ids() throws IOException {
        IdList list = new IdList();
        IdReader ids = new IdReader(reader);
        List<LeafRows> leaves = collect().leaves();
        int read = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            DocIdSetIterator documents = leaves.get(leaf.ord).iterator();
            for (int doc = documents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = documents.nextDoc()) {
                if (read++ % DEADLINE_STRIDE == 0) {
                    deadline.check();
                }
                list.add(ids.id(leaf.docBase + doc));
            }
        }
        return list;
    }

    /** How many there are. */
    static long count(DirectoryReader reader, CandidateFilter filter, Deadline deadline) throws IOException {
        return switch (filter) {
            case CandidateFilter.Everything _ -> reader.numDocs();
            case CandidateFilter.OneOf oneOf ->
                RowFilter.of(reader, oneOf.ids(), deadline).total();
            case CandidateFilter.Matching matching -> {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setQueryCache(null);
                searcher.setTimeout(deadline::passed);
                long count = searcher.count(PredicateQuery.of(matching.predicate()));
                deadline.check();
                yield count;
            }
        };
    }

    /** The first of them in the order of the ids, leaving some out. */
    static List<UUID> first(
            DirectoryReader reader, CandidateFilter filter, Set<UUID> without, int count, Deadline deadline)
            throws IOException {
        PriorityQueue<UUID> first = new PriorityQueue<>(Comparator.reverseOrder());
        IdReader ids = new IdReader(reader);
        RowFilter rows = switch (filter) {
            case CandidateFilter.Everything _ -> throw new IllegalArgumentException("every row matches");
            case CandidateFilter.OneOf oneOf -> RowFilter.of(reader, oneOf.ids(), deadline);
            case CandidateFilter.Matching matching ->
                new MatchingRows(reader, matching.predicate(), deadline).collect();
        };
        int read = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            DocIdSetIterator documents = rows.leaves().get(leaf.ord).iterator();
            for (int doc = documents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = documents.nextDoc()) {
                if (read++ % DEADLINE_STRIDE == 0) {
                    deadline.check();
                }
                UUID id = ids.id(leaf.docBase + doc);
                if (!without.contains(id)) {
                    first.add(id);
                    if (first.size() > count) {
                        first.remove();
                    }
                }
            }
        }
        return first.stream().sorted().toList();
    }

    private @Nullable DocIdSetIterator iterator(LeafReaderContext leaf, long leadCost) throws IOException {
        // Asking a tree of points again costs as much as reading a few of its rows.
        boolean known = estimated.containsKey(leaf.ord);
        ScorerSupplier supplier = known ? estimated.remove(leaf.ord) : weight.scorerSupplier(leaf);
        Scorer scorer = supplier == null ? null : supplier.get(leadCost);
        return scorer == null ? null : scorer.iterator();
    }

    private LeafRows collect(DocIdSetIterator documents, @Nullable Bits live, int maxDoc) throws IOException {
        // A list of more than a thirty-second of the documents would be longer than the bits.
        int longest = Math.min(LONGEST_LIST, maxDoc / Integer.SIZE + 1);
        int[] list = new int[Math.min(SHORTEST_LIST, longest)];
        int count = 0;
        for (int doc = documents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = documents.nextDoc()) {
            if (live != null && !live.get(doc)) {
                continue;
            }
            if (count == list.length && count < longest) {
                list = Arrays.copyOf(list, Math.min(longest, 4 * count));
            } else if (count == longest) {
                return collectMany(list, documents, live, maxDoc);
            }
            list[count++] = doc;
        }
        return new LeafRows.Few(Arrays.copyOf(list, count), count);
    }

    private LeafRows collectMany(int[] list, DocIdSetIterator documents, @Nullable Bits live, int maxDoc)
            throws IOException {
        FixedBitSet bits = new FixedBitSet(maxDoc);
        for (int doc : list) {
            bits.set(doc);
        }
        int from = documents.docID();
        for (int read = 0; from != DocIdSetIterator.NO_MORE_DOCS; read++) {
            if (read % DEADLINE_STRIDE == 0) {
                deadline.check();
            }
            int to = Math.min(maxDoc, from + DEADLINE_STRIDE);
            documents.intoBitSet(to, bits, 0);
            from = documents.docID();
        }
        if (live != null) {
            live.applyMask(bits, 0);
        }
        return new LeafRows.Many(bits, bits.cardinality());
    }

    /**
     * Which of some documents match.
     *
     * @param documents of the segment, ascending
     */
    boolean[] among(LeafReaderContext leaf, int[] documents) throws IOException {
        boolean[] matching = new boolean[documents.length];
        DocIdSetIterator rows = iterator(leaf, documents.length);
        for (int i = 0; rows != null && i < documents.length; i++) {
            int at = rows.docID() < documents[i] ? rows.advance(documents[i]) : rows.docID();
            matching[i] = at == documents[i];
        }
        return matching;
    }
}

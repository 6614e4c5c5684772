package io.remdb.search;

import io.remdb.SearchPlan.Leg;
import io.remdb.SearchPlan.Side;
import io.remdb.SearchPlan.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.jspecify.annotations.Nullable;

/**
 * Search by meaning: the graphs of the segments propose candidates, more than are asked for; their exact cosines decide.
 *
 * <p>With a filter, {@link FilterPlanner} chooses: few rows are compared one by one; many are found through the graphs, walking
 * over those that do not match; where nearly all match, the graphs are searched without the filter. If a graph gives fewer
 * than there are, all are compared: a search is never short.
 */
final class Nearest {
    /**
     * Candidates of each graph for small k: on 40,000 clustered vectors of 384 dimensions 20 give a recall@10 of .973,
     * 32 of .993, 48 of 1.0. In larger graphs more are needed for the same: of 1,000,000 such vectors 48 give .942, 64 .961, 80 .978.
     */
    static final int FEWEST_CANDIDATES = 48;

    /** In a graph of so many rows, and with each doubling, a {@value #DOUBLING_SHARE}th of the candidates is added. */
    private static final int LARGE_GRAPH = 1 << 16;

    private static final int DOUBLING_SHARE = 6;

    private static final int CANDIDATES_PER_RESULT = 2;

    private static final int DEADLINE_STRIDE = 512;

    private final DirectoryReader reader;
    private final String field;
    private final float[] query;
    private final SearchSizes sizes;
    private final FilterPlanner planner;
    private final Deadline deadline;

    Nearest(DirectoryReader reader, String field, float[] query, SearchSizes sizes, Deadline deadline) {
        this.reader = reader;
        this.field = field;
        this.query = query;
        this.sizes = sizes;
        this.planner = new FilterPlanner(sizes);
        this.deadline = deadline;
    }

    /** Asks as many candidates of each graph as the largest one needs. */
    Proposal search(int k, CandidateFilter filter) throws IOException {
        int largest = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            largest = Math.max(largest, leaf.reader().numDocs());
        }
        return search(k, candidates(k, largest), filter);
    }

    /** Candidates that a search for k rows asks of a graph of so many. */
    static int candidates(int k, int rows) {
        int few = Math.max(FEWEST_CANDIDATES, Math.min(k, 1 << 20) * CANDIDATES_PER_RESULT);
        double doublings = Math.max(0, Math.log((double) rows / LARGE_GRAPH) / Math.log(2));
        return few + (int) (few * doublings / DOUBLING_SHARE);
    }

    private Proposal search(int k, int candidates, CandidateFilter filter) throws IOException {
        return switch (filter) {
            case CandidateFilter.Everything _ -> unfiltered(k, candidates);
            case CandidateFilter.OneOf oneOf -> {
                RowFilter rows = RowFilter.of(reader, oneOf.ids(), deadline);
                yield filtered(k, candidates, rows, rows.total(), planner.choose(rows.total(), k));
            }
            case CandidateFilter.Matching matching -> matching(k, candidates, matching);
        };
    }

    private Proposal matching(int k, int candidates, CandidateFilter.Matching filter) throws IOException {
        MatchingRows rows = new MatchingRows(reader, filter.predicate(), deadline);
        long estimated = rows.estimate();
        boolean overFetch = filter.forced() == null
                ? planner.isNearlyAll(estimated, reader.maxDoc())
                : filter.forced() == Way.OVER_FETCH;
        if (overFetch) {
            Proposal found = overFetched(k, candidates, rows, estimated);
            if (found != null) {
                return found;
            }
        }
        RowFilter matching = rows.collect();
        FilterPlanner.Choice choice = filter.forced() == null || overFetch
                ? planner.choose(matching.total(), k)
                : new FilterPlanner.Choice(filter.forced(), "it was asked for");
        return filtered(k, candidates, matching, estimated, choice);
    }

    private Proposal unfiltered(int k, int candidates) throws IOException {
        Best best = new Best(Math.min(k, reader.maxDoc()));
        boolean certain = true;
        for (LeafReaderContext leaf : reader.leaves()) {
            FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            if (vectors != null) {
                offer(best, leaf, vectors, null, candidates);
                certain &= vectors.size() <= sizes.flatRows();
            }
        }
        if (best.count() < k && !certain) {
            best = exact(k, null);
        }
        return proposal(best, Way.UNFILTERED, "there is no condition", reader.numDocs(), null, candidates);
    }

    private static AcceptDocs living(LeafReaderContext leaf) {
        return AcceptDocs.fromLiveDocs(
                leaf.reader().getLiveDocs(), leaf.reader().maxDoc());
    }

    private static void offer(Best best, List<ScoreDoc> hits) {
        hits.forEach(hit -> best.offer(hit.doc, hit.score));
    }

    /** Offers what Lucene finds in a segment, among some rows or all. */
    private void offer(
            Best best, LeafReaderContext leaf, FloatVectorValues vectors, @Nullable LeafRows rows, int candidates)
            throws IOException {
        AcceptDocs accept =
                rows == null ? living(leaf) : rows.accept(leaf.reader().maxDoc());
        List<ScoreDoc> found = graph(leaf, vectors, accept, candidates);
        boolean flat = vectors.size() <= sizes.flatRows();
        if (flat && found.size() == candidates && best.mayHaveEqualsBeyond(found)) {
            compare(leaf, vectors, rows, best);
        } else {
            offer(best, found);
        }
    }

    private Proposal proposal(
            Best best, Way way, String reason, long estimated, @Nullable Long matching, int candidates)
            throws IOException {
        List<Candidate> found = best.found(new IdReader(reader)).stream()
                .map(Best.Found::candidate)
                .toList();
        return new Proposal(
                found,
                new Leg(Side.MEANING, way, reason, reader.numDocs(), estimated, matching, candidates, found.size()));
    }

    private Proposal filtered(int k, int candidates, RowFilter filter, long estimated, FilterPlanner.Choice choice)
            throws IOException {
        if (choice.way() == Way.EXACT) {
            return exactly(k, filter, estimated, choice.reason());
        }
        Best best = new Best(Math.min(k, reader.maxDoc()));
        for (LeafReaderContext leaf : reader.leaves()) {
            FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            LeafRows rows = filter.leaves().get(leaf.ord);
            if (vectors != null && rows.count() > 0) {
                offer(best, leaf, vectors, rows, candidates);
            }
        }
        if (best.count() < Math.min(k, filter.total())) {
            return exactly(k, filter, estimated, "the graphs gave too few");
        }
        return proposal(best, choice.way(), choice.reason(), estimated, (long) filter.total(), candidates);
    }

    private Proposal exactly(int k, RowFilter filter, long estimated, String reason) throws IOException {
        Best best = exact(k, filter);
        return proposal(best, Way.EXACT, reason, estimated, (long) filter.total(), filter.total());
    }

    /** What an unfiltered search finds and matches; null when that is not enough to be as good as a filtered one. */
    private @Nullable Proposal overFetched(int k, int candidates, MatchingRows filter, long estimated)
            throws IOException {
        int asked = FilterPlanner.overFetch(candidates);
        Best best = new Best(Math.min(k, reader.maxDoc()));
        for (LeafReaderContext leaf : reader.leaves()) {
            FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            if (vectors != null) {
                List<ScoreDoc> found = graph(leaf, vectors, living(leaf), asked);
                List<ScoreDoc> kept = matchingOf(leaf, found, filter);
                boolean sawAll = vectors.size() <= asked;
                if (kept.size() < candidates && !sawAll) {
                    return null;
                }
                offer(best, kept);
            }
        }
        return proposal(best, Way.OVER_FETCH, "nearly all rows match", estimated, null, asked);
    }

    private static List<ScoreDoc> matchingOf(LeafReaderContext leaf, List<ScoreDoc> found, MatchingRows filter)
            throws IOException {
        int[] documents = found.stream().mapToInt(hit -> hit.doc - leaf.docBase).toArray();
        boolean[] matching = filter.among(leaf, documents);
        List<ScoreDoc> kept = new ArrayList<>(found.size());
        for (int i = 0; i < matching.length; i++) {
            if (matching[i]) {
                kept.add(found.get(i));
            }
        }
        return kept;
    }

    /** What Lucene finds in one segment, with exact scores. Small segments have no graph and are compared whole. */
    private List<ScoreDoc> graph(LeafReaderContext leaf, FloatVectorValues vectors, AcceptDocs accept, int candidates)
            throws IOException {
        KnnCollector top = new TopKnnCollector(Math.min(candidates, Math.max(1, vectors.size())), Integer.MAX_VALUE);
        leaf.reader().searchNearestVectors(field, query, new DeadlineCollector(top, deadline), accept);
        deadline.check();
        ScoreDoc[] found = top.topDocs().scoreDocs;
        Arrays.sort(found, Comparator.comparingInt(hit -> hit.doc));
        DocIndexIterator position = vectors.iterator();
        for (ScoreDoc hit : found) {
            position.advance(hit.doc);
            hit.score = CosineReader.cosine(query, vectors, position.index());
            hit.doc += leaf.docBase;
        }
        return Arrays.asList(found);
    }

    /** Compares all rows of a filter, or all there are. */
    private Best exact(int k, @Nullable RowFilter filter) throws IOException {
        Best best = new Best(Math.min(k, filter == null ? reader.maxDoc() : filter.total()));
        for (LeafReaderContext leaf : reader.leaves()) {
            FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            if (vectors != null) {
                compare(leaf, vectors, filter == null ? null : filter.leaves().get(leaf.ord), best);
            }
        }
        return best;
    }

    private void compare(LeafReaderContext leaf, FloatVectorValues vectors, @Nullable LeafRows rows, Best best)
            throws IOException {
        new VectorComparison(leaf, vectors, query, rows).offerTo(best, deadline);
    }

    /** Stops the search of a graph at the deadline. */
    private static final class DeadlineCollector extends KnnCollector.Decorator {
        private final Deadline deadline;
        private int calls;

        DeadlineCollector(KnnCollector collector, Deadline deadline) {
            super(collector);
            this.deadline = deadline;
        }

        @Override
        public boolean earlyTerminated() {
            return (++calls % DEADLINE_STRIDE == 0 && deadline.passed()) || super.earlyTerminated();
        }
    }
}

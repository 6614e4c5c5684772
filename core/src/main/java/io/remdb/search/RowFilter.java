package io.remdb.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The living documents that match, for each segment.
 *
 * @param leaves in the order of the segments
 * @param total of all segments
 */
record RowFilter(List<LeafRows> leaves, int total) {
    RowFilter {
        leaves = List.copyOf(leaves);
    }

    static RowFilter of(DirectoryReader reader, Set<UUID> ids, Deadline deadline) throws IOException {
        UUID[] asked = ids.toArray(UUID[]::new);
        UUID[] sorted = null;
        List<LeafRows> found = new ArrayList<>();
        int total = 0;
        for (var context : reader.leaves()) {
            deadline.check();
            LeafReader leaf = context.reader();
            SegmentIds segment = SegmentIds.of(leaf, asked.length);
            if (segment == null && sorted == null) {
                sorted = asked.clone();
                Arrays.sort(sorted, IdTerm::compare);
            }
            LeafRows rows = segment == null
                    ? lookUp(leaf, Objects.requireNonNull(sorted))
                    : lookUp(segment, leaf.getLiveDocs(), asked, leaf.maxDoc());
            found.add(rows);
            total += rows.count();
        }
        return new RowFilter(found, total);
    }

    private static LeafRows lookUp(SegmentIds segment, @Nullable Bits live, UUID[] ids, int maxDoc) {
        FixedBitSet found = new FixedBitSet(maxDoc);
        for (UUID id : ids) {
            int document = segment.document(id, live);
            if (document >= 0) {
                found.set(document);
            }
        }
        return new LeafRows.Many(found, found.cardinality());
    }

    private static LeafRows lookUp(LeafReader leaf, UUID[] sorted) throws IOException {
        Terms terms = leaf.terms(RowDocument.ID);
        if (terms == null) {
            return LeafRows.none();
        }
        int[] documents = new int[Math.min(sorted.length, leaf.maxDoc())];
        int count = 0;
        Bits live = leaf.getLiveDocs();
        TermsEnum term = terms.iterator();
        PostingsEnum postings = null;
        for (UUID id : sorted) {
            BytesRef bytes = IdTerm.of(id);
            if (!term.seekExact(bytes)) {
                continue;
            }
            postings = term.postings(postings, PostingsEnum.NONE);
            for (int doc = postings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = postings.nextDoc()) {
                if (live == null || live.get(doc)) {
                    documents[count++] = doc;
                    break; // a row has at most one living document
                }
            }
        }
        Arrays.sort(documents, 0, count);
        return new LeafRows.Few(Arrays.copyOf(documents, count), count);
    }
}

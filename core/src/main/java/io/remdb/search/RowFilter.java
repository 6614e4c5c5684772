package io.remdb.search;

import java.io.IOException;
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
 * The living documents of given rows, for each segment.
 *
 * @param documents of each segment, ascending
 * @param total of all segments
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowFilter(int[][] documents, int total) {
    static RowFilter of(DirectoryReader reader, Set<UUID> ids, Deadline deadline) throws IOException {
        List<LeafReader> leaves =
                reader.leaves().stream().map(leaf -> leaf.reader()).toList();
        UUID[] asked = ids.toArray(UUID[]::new);
        UUID[] sorted = null;
        int[][] documents = new int[leaves.size()][];
        int total = 0;
        for (int i = 0; i < documents.length; i++) {
            deadline.check();
            LeafReader leaf = leaves.get(i);
            SegmentIds segment = SegmentIds.of(leaf, asked.length);
            if (segment == null && sorted == null) {
                sorted = asked.clone();
                Arrays.sort(sorted, IdTerm::compare);
            }
            documents[i] = segment == null
                    ? lookUp(leaf, Objects.requireNonNull(sorted))
                    : lookUp(segment, leaf.getLiveDocs(), asked, leaf.maxDoc());
            total += documents[i].length;
        }
        return new RowFilter(documents, total);
    }

    private static int[] lookUp(SegmentIds segment, @Nullable Bits live, UUID[] ids, int maxDoc) {
        FixedBitSet found = new FixedBitSet(maxDoc);
        for (UUID id : ids) {
            int document = segment.document(id, live);
            if (document >= 0) {
                found.set(document);
            }
        }
        int[] documents = new int[found.cardinality()];
        int next = 0;
        for (int count = 0; count < documents.length; count++) {
            int document = found.nextSetBit(next);
            documents[count] = document;
            next = document + 1;
        }
        return documents;
    }

    private static int[] lookUp(LeafReader leaf, UUID[] sorted) throws IOException {
        Terms terms = leaf.terms(RowDocument.ID);
        if (terms == null) {
            return new int[0];
        }
        int[] documents = new int[sorted.length];
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
        return Arrays.copyOf(documents, count);
    }
}

package io.remdb.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * The living documents of given rows, for each segment.
 *
 * @param documents of each segment, ascending
 * @param total of all segments
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RowFilter(int[][] documents, int total) {
    /** Looking a row up by its term costs about as much as reading the ids of that many documents. */
    private static final int DOCUMENTS_PER_LOOKUP = 20;

    static RowFilter of(DirectoryReader reader, Set<UUID> ids, Deadline deadline) throws IOException {
        UUID[] sorted = ids.toArray(UUID[]::new);
        Arrays.sort(sorted, IdTerm::compare);
        List<LeafReader> leaves =
                reader.leaves().stream().map(leaf -> leaf.reader()).toList();
        int[][] documents = new int[leaves.size()][];
        int total = 0;
        for (int i = 0; i < documents.length; i++) {
            deadline.check();
            LeafReader leaf = leaves.get(i);
            documents[i] = (long) sorted.length * DOCUMENTS_PER_LOOKUP < leaf.maxDoc()
                    ? lookUp(leaf, sorted)
                    : readAll(leaf, new HashSet<>(ids));
            total += documents[i].length;
        }
        return new RowFilter(documents, total);
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

    private static int[] readAll(LeafReader leaf, Set<UUID> ids) throws IOException {
        int[] documents = new int[Math.min(leaf.maxDoc(), ids.size())];
        int count = 0;
        Bits live = leaf.getLiveDocs();
        BinaryDocValues values = DocValues.getBinary(leaf, RowDocument.ID);
        for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
            if ((live == null || live.get(doc)) && ids.contains(IdTerm.id(values.binaryValue()))) {
                documents[count++] = doc;
            }
        }
        return Arrays.copyOf(documents, count);
    }
}

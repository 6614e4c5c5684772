package io.remdb.search;

import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/** Some living documents of a segment, in ascending order. */
sealed interface LeafRows {
    /** None. */
    static LeafRows none() {
        return new Few(new int[0], 0);
    }

    /** How many. */
    int count();

    /** A new one for each reading. */
    DocIdSetIterator iterator();

    /** As Lucene's vector search takes them. */
    default AcceptDocs accept(int maxDoc) {
        return AcceptDocs.fromIteratorSupplier(this::iterator, null, maxDoc);
    }

    /** A list. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Few(int[] documents, int count) implements LeafRows {
        @Override
        public DocIdSetIterator iterator() {
            return new OverList(documents, count);
        }
    }

    /** A bit for each document of the segment. */
    record Many(FixedBitSet bits, int count) implements LeafRows {
        @Override
        public DocIdSetIterator iterator() {
            return new BitSetIterator(bits, count);
        }
    }

    /** Goes over a list. */
    final class OverList extends DocIdSetIterator {
        private final int[] documents;
        private final int count;
        private int at = -1;

        OverList(int[] documents, int count) {
            this.documents = documents;
            this.count = count;
        }

        @Override
        public int docID() {
            return at < 0 ? -1 : at < count ? documents[at] : NO_MORE_DOCS;
        }

        @Override
        public int nextDoc() {
            at = Math.min(at + 1, count);
            return docID();
        }

        @Override
        public int advance(int target) {
            int document = nextDoc();
            while (document < target) {
                document = nextDoc();
            }
            return document;
        }

        @Override
        public long cost() {
            return count;
        }
    }
}

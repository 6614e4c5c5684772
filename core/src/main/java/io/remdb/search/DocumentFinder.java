package io.remdb.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/** Finds the documents of a row by its id. One thread. */
final class DocumentFinder {
    /**
     * A document.
     *
     * @param number in its segment
     */
    record Place(LeafReaderContext leaf, int number) {}

    private final DirectoryReader reader;

    DocumentFinder(DirectoryReader reader) {
        this.reader = reader;
    }

    /** Those that are not deleted: one, where all is well. */
    List<Place> find(UUID id) {
        List<Place> places = new ArrayList<>(1);
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                find(leaf, id, places);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return places;
    }

    private static void find(LeafReaderContext leaf, UUID id, List<Place> places) throws IOException {
        Terms terms = leaf.reader().terms(RowDocument.ID);
        TermsEnum term = terms == null ? null : terms.iterator();
        if (term == null || !term.seekExact(IdTerm.of(id))) {
            return;
        }
        Bits live = leaf.reader().getLiveDocs();
        PostingsEnum documents = term.postings(null, PostingsEnum.NONE);
        for (int doc = documents.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = documents.nextDoc()) {
            if (live == null || live.get(doc)) {
                places.add(new Place(leaf, doc));
            }
        }
    }
}

package io.remdb.search;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** Cosines of documents with one vector. One thread; documents come in ascending order. */
final class CosineReader {
    private final List<LeafReaderContext> leaves;
    private final String field;
    private final float[] query;
    private int base;
    private int end;
    private @Nullable FloatVectorValues vectors;
    private @Nullable DocIndexIterator position;

    CosineReader(DirectoryReader reader, String field, float[] query) {
        this.leaves = reader.leaves();
        this.field = field;
        this.query = query;
    }

    /** Of two vectors of unit length. */
    static float cosine(float[] query, FloatVectorValues vectors, int ordinal) throws IOException {
        return Math.clamp(VectorUtil.dotProduct(query, vectors.vectorValue(ordinal)), -1f, 1f);
    }

    /** Empty where the document has no vector. */
    OptionalDouble cosine(int document) throws IOException {
        if (document >= end) {
            open(leaves.get(ReaderUtil.subIndex(document, leaves)));
        }
        if (vectors == null || position == null) {
            return OptionalDouble.empty();
        }
        int wanted = document - base;
        int found = position.docID() < wanted ? position.advance(wanted) : position.docID();
        return found == wanted ? OptionalDouble.of(cosine(query, vectors, position.index())) : OptionalDouble.empty();
    }

    private void open(LeafReaderContext leaf) throws IOException {
        base = leaf.docBase;
        end = base + leaf.reader().maxDoc();
        vectors = leaf.reader().getFloatVectorValues(field);
        position = vectors == null ? null : vectors.iterator();
    }
}

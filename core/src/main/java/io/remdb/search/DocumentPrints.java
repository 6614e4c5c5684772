package io.remdb.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.PointValues.IntersectVisitor;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * A number for each document that depends on everything by which it is found: its terms and how often it has each, its norms, points, doc
 * values and vectors. An index does not store documents, so that is read the other way round, from each term to its documents; the
 * numbers of what a document has are added up, and the order does not matter. 64 bits, against accidents only.
 */
final class DocumentPrints {
    private final LeafReader reader;
    private final int from;
    private final long[] prints;

    private DocumentPrints(LeafReader reader, int from, int to) {
        this.reader = reader;
        this.from = from;
        this.prints = new long[to - from];
    }

    /** Those of the documents of a segment from one number up to, but without, another. */
    static long[] of(LeafReader reader, int from, int to) throws IOException {
        DocumentPrints prints = new DocumentPrints(reader, from, to);
        for (FieldInfo field : reader.getFieldInfos()) {
            prints.add(field);
        }
        return prints.prints;
    }

    /** What a vector adds to a document's number. */
    static long ofVector(String field, float[] vector) {
        long print = print(field, "vector");
        for (float number : vector) {
            print = mix(print, Float.floatToRawIntBits(number));
        }
        return print;
    }

    private void add(FieldInfo field) throws IOException {
        if (field.getIndexOptions() != IndexOptions.NONE) {
            terms(field);
        }
        if (field.hasNorms()) {
            norms(field);
        }
        values(field);
        if (field.getPointDimensionCount() > 0) {
            points(field);
        }
        if (field.getVectorDimension() > 0) {
            vectors(field);
        }
    }

    private void terms(FieldInfo field) throws IOException {
        Terms terms = reader.terms(field.name);
        if (terms == null) {
            return;
        }
        long base = print(field.name, "term");
        TermsEnum each = terms.iterator();
        PostingsEnum postings = null;
        for (BytesRef term = each.next(); term != null; term = each.next()) {
            long print = mix(base, hash(term));
            postings = each.postings(postings, PostingsEnum.FREQS);
            for (int doc = postings.advance(from); doc < from + prints.length; doc = postings.nextDoc()) {
                prints[doc - from] += mix(print, postings.freq());
            }
        }
    }

    private void norms(FieldInfo field) throws IOException {
        NumericDocValues norms = reader.getNormValues(field.name);
        if (norms == null) {
            return;
        }
        long base = print(field.name, "norm");
        for (int doc = norms.advance(from); doc < from + prints.length; doc = norms.nextDoc()) {
            prints[doc - from] += mix(base, norms.longValue());
        }
    }

    private void values(FieldInfo field) throws IOException {
        long base = print(field.name, "value");
        switch (field.getDocValuesType()) {
            case BINARY -> {
                BinaryDocValues values = DocValues.getBinary(reader, field.name);
                values(values, () -> mix(base, hash(values.binaryValue())));
            }
            case NUMERIC -> {
                NumericDocValues values = DocValues.getNumeric(reader, field.name);
                values(values, () -> mix(base, values.longValue()));
            }
            case SORTED -> {
                SortedDocValues values = DocValues.getSorted(reader, field.name);
                values(values, () -> mix(base, hash(values.lookupOrd(values.ordValue()))));
            }
            case NONE -> {
                // Found in other ways.
            }
            case SORTED_NUMERIC, SORTED_SET ->
                throw new IllegalStateException("no document has such values: " + field.name);
        }
    }

    private void values(DocIdSetIterator documents, Print print) throws IOException {
        for (int doc = documents.advance(from); doc < from + prints.length; doc = documents.nextDoc()) {
            prints[doc - from] += print.ofCurrent();
        }
    }

    /** What the document at which an iterator stands has. */
    private interface Print {
        long ofCurrent() throws IOException;
    }

    private void points(FieldInfo field) throws IOException {
        PointValues points = reader.getPointValues(field.name);
        if (points == null) {
            return;
        }
        long base = print(field.name, "point");
        points.intersect(new IntersectVisitor() {
            @Override
            public void visit(int doc) {
                throw new IllegalStateException("a point without its value");
            }

            @Override
            public void visit(int doc, byte[] value) {
                if (doc >= from && doc < from + prints.length) {
                    prints[doc - from] += mix(base, hash(new BytesRef(value)));
                }
            }

            // So that every value is shown.
            @Override
            public PointValues.Relation compare(byte[] least, byte[] greatest) {
                return PointValues.Relation.CELL_CROSSES_QUERY;
            }
        });
    }

    private void vectors(FieldInfo field) throws IOException {
        FloatVectorValues vectors = reader.getFloatVectorValues(field.name);
        if (vectors == null) {
            return;
        }
        KnnVectorValues.DocIndexIterator each = vectors.iterator();
        for (int doc = each.advance(from); doc < from + prints.length; doc = each.nextDoc()) {
            if (doc == DocIdSetIterator.NO_MORE_DOCS) {
                return;
            }
            prints[doc - from] += ofVector(field.name, vectors.vectorValue(each.index()));
        }
    }

    private static long print(String field, String kind) {
        return hash(new BytesRef((kind + '\0' + field).getBytes(StandardCharsets.UTF_8)));
    }

    private static long hash(BytesRef bytes) {
        return StringHelper.murmurhash3_x64_128(bytes.bytes, bytes.offset, bytes.length, 0)[0];
    }

    /** The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). */
    private static long mix(long print, long more) {
        long mixed = print * 0x9E3779B97F4A7C15L + more;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}

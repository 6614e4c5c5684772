package io.remdb.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.jspecify.annotations.Nullable;

/** Reads the ids of documents. One thread at a time. */
final class IdReader {
    private final List<LeafReaderContext> leaves;
    private final Map<Integer, BinaryDocValues> open = new HashMap<>();

    IdReader(DirectoryReader reader) {
        this.leaves = reader.leaves();
    }

    /** The id of a document, whatever the order of the calls. */
    UUID id(int document) throws IOException {
        int ord = ReaderUtil.subIndex(document, leaves);
        LeafReaderContext leaf = leaves.get(ord);
        int inLeaf = document - leaf.docBase;
        @Nullable BinaryDocValues values = open.get(ord);
        if (values == null || values.docID() > inLeaf) {
            values = DocValues.getBinary(leaf.reader(), RowDocument.ID);
            open.put(ord, values);
        }
        if (!values.advanceExact(inLeaf)) {
            throw new IllegalStateException("a document without an id");
        }
        return IdTerm.id(values.binaryValue());
    }
}

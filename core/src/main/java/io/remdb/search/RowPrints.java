package io.remdb.search;

import io.remdb.embedding.EmbeddingSlot;
import io.remdb.store.StoredEntity;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/** The {@link DocumentPrints} that the documents of rows should have: of a small index in memory that is made of them. */
final class RowPrints {
    /** A living row with what belongs to it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(StoredEntity entity, float @Nullable [] main, float @Nullable [] alternative) {}

    private RowPrints() {}

    /** In the order of the rows. */
    static long[] of(RowMapping mapping, List<Row> rows) throws IOException {
        long[] prints = new long[rows.size()];
        IndexWriterConfig config = new IndexWriterConfig(WordSearch.ANALYZER)
                .setSimilarity(WordSearch.SIMILARITY)
                .setMergePolicy(NoMergePolicy.INSTANCE);
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                IndexWriter writer = new IndexWriter(directory, config)) {
            for (Row row : rows) {
                // Vectors are added below: no graph is to be made of them.
                writer.addDocument(RowDocument.of(mapping, row.entity(), null, null));
            }
            try (DirectoryReader reader = DirectoryReader.open(writer)) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    long[] part =
                            DocumentPrints.of(leaf.reader(), 0, leaf.reader().maxDoc());
                    System.arraycopy(part, 0, prints, leaf.docBase, part.length);
                }
            }
        }
        for (int i = 0; i < prints.length; i++) {
            Row row = rows.get(i);
            prints[i] += ofVector(EmbeddingSlot.MAIN, row.main(), mapping.dimension())
                    + ofVector(EmbeddingSlot.ALT, row.alternative(), mapping.alternativeDimension());
        }
        return prints;
    }

    private static long ofVector(EmbeddingSlot slot, float @Nullable [] vector, int dimension) {
        return vector == null || vector.length != dimension || dimension == 0
                ? 0
                : DocumentPrints.ofVector(RowDocument.vectorField(slot), vector);
    }
}

package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class RowFilterTest {
    /** A filter of many ids would otherwise keep room for all of them in each of many segments. */
    @Test
    void keepsNoMoreRoomThanASegmentHasRows() throws IOException {
        try (Directory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                for (int i = 0; i < 1000; i++) {
                    Document row = new Document();
                    row.add(new StringField(RowDocument.ID, IdTerm.of(SearchFixture.id(i)), Store.NO));
                    writer.addDocument(row);
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                Set<UUID> ids = Set.of(
                        SearchFixture.id(7), SearchFixture.id(5000), SearchFixture.id(6000), SearchFixture.id(7000));
                RowFilter filter = RowFilter.of(reader, ids, Deadline.afterMs(60_000));
                assertThat(filter.total()).isEqualTo(1);
                assertThat(filter.leaves())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                LeafRows.Few.class,
                                few -> assertThat(few.documents()).hasSize(1));
            }
        }
    }
}

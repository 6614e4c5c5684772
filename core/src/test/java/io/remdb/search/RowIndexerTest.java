package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ProgressListener;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.RowChanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.junit.jupiter.api.Test;

class RowIndexerTest {
    private static final int PARTS = 3;

    /** A search waits for as long as it sees an index get on: a whole round may take longer than it waits. */
    @Test
    void saysAfterEachPartThatItGoesOn() throws IOException {
        try (SearchFixture fixture = SearchFixture.inMemory();
                RowIndexer indexer = new RowIndexer(fixture.store.records())) {
            CatalogTable table = fixture.define(SearchFixture.notes());
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < PARTS * RowIndexer.ROWS_PER_TASK; i++) {
                ids.add(SearchFixture.id(i));
                fixture.put(table, SearchFixture.id(i), "{\"body\":\"some\"}", null);
            }
            TableWriter writer = writer(table);
            AtomicInteger steps = new AtomicInteger();

            assertThat(indexer.fill(writer, table.number(), ProgressListener.NONE, steps::incrementAndGet, () -> false))
                    .isEqualTo(fixture.store.log().lastSequence());
            assertThat(steps).hasValue(PARTS);
            ChangedRows rows = new ChangedRows(0, new GoneRows());
            ids.forEach(id -> rows.add(1, new RowChanges.Row(table.number(), id, RowChanges.Fate.CHANGED)));
            indexer.apply(writer, table.number(), rows, steps::incrementAndGet);
            assertThat(steps).hasValue(2 * PARTS);
            writer.close();
        }
    }

    private static TableWriter writer(CatalogTable table) throws IOException {
        return TableWriter.open(
                new IndexFolder(null, IndexSeal.none()),
                new IndexFolder.Place(table.number(), 0),
                RowMapping.of(table),
                "test",
                Codec.getDefault(),
                SearchSizes.PRODUCTION,
                OpenMode.CREATE,
                new TableWriter.MergeListener() {
                    @Override
                    public void merged(int rows) {}

                    @Override
                    public void failed(Throwable cause) {
                        throw new AssertionError(cause);
                    }
                });
    }
}

package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Cursor;
import io.remdb.store.RecordStore;
import io.remdb.store.StoredEntity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;

/**
 * Compares every document of an index with its row, and whether every row has one. The memory is that of a window of documents; terms are
 * read once for each. One thread, once.
 */
final class RowComparison {
    /** Eight bytes are kept for each. */
    private static final int DOCUMENTS_AT_ONCE = 1 << 20;

    private static final int ROWS_AT_ONCE = 1024;

    private final CatalogTable table;
    private final DirectoryReader reader;
    private final RecordStore records;
    private final RowSource source;
    private final RowMapping mapping;
    private final ProgressListener progress;
    private final IdSum documents = new IdSum();
    private long compared;

    RowComparison(CatalogTable table, DirectoryReader reader, RecordStore records, ProgressListener progress) {
        this.table = table;
        this.reader = reader;
        this.records = records;
        this.source = new RowSource(records, table);
        this.mapping = RowMapping.of(table);
        this.progress = progress;
    }

    /** The number of ids, and a number that depends on each: that of two lists with the same ids is the same in any order. */
    private static final class IdSum {
        private long count;
        private long most;
        private long least;

        void add(UUID id) {
            count++;
            most += id.getMostSignificantBits() * 0x9E3779B97F4A7C15L ^ id.getLeastSignificantBits();
            least += id.getLeastSignificantBits() * 0xBF58476D1CE4E5B9L ^ id.getMostSignificantBits();
        }

        boolean isThatOf(IdSum other) {
            return count == other.count && most == other.most && least == other.least;
        }
    }

    void run(Suspects suspects) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            int end = leaf.reader().maxDoc();
            for (int from = 0; from < end; from += DOCUMENTS_AT_ONCE) {
                compare(leaf, from, Math.min(end, from + DOCUMENTS_AT_ONCE), suspects);
            }
        }
        IdSum rows = new IdSum();
        try {
            eachRow(rows::add);
            if (!rows.isThatOf(documents)) {
                findMissing(suspects);
            }
        } catch (RemException e) {
            if (e.code() != ErrorCode.CORRUPTED) {
                throw e;
            }
            // A damaged row, which is told where rows are read: whether others are missing here is not known.
        }
    }

    private void compare(LeafReaderContext leaf, int from, int to, Suspects suspects) throws IOException {
        LeafReader segment = leaf.reader();
        long[] prints = DocumentPrints.of(segment, from, to);
        IdReader ids = new IdReader(reader);
        Bits live = segment.getLiveDocs();
        List<UUID> batch = new ArrayList<>(ROWS_AT_ONCE);
        List<Long> found = new ArrayList<>(ROWS_AT_ONCE);
        for (int doc = from; doc < to; doc++) {
            if (live == null || live.get(doc)) {
                UUID id = ids.id(leaf.docBase + doc);
                documents.add(id);
                batch.add(id);
                found.add(prints[doc - from]);
                if (batch.size() == ROWS_AT_ONCE) {
                    compare(batch, found, suspects);
                }
            }
        }
        compare(batch, found, suspects);
    }

    private void compare(List<UUID> ids, List<Long> found, Suspects suspects) throws IOException {
        Map<UUID, Optional<RowPrints.Row>> rows = source.read(ids);
        List<RowPrints.Row> living = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Optional<RowPrints.Row> row = rows.get(ids.get(i));
            if (row != null && row.isPresent()) {
                living.add(row.get());
                theirs.add(found.get(i));
            } else if (row != null) {
                suspects.add(ids.get(i));
            }
        }
        long[] expected = RowPrints.of(mapping, living);
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] != theirs.get(i)) {
                suspects.add(living.get(i).entity().id());
            }
        }
        compared += ids.size();
        progress.progress(compared, ProgressListener.UNKNOWN_TOTAL);
        ids.clear();
        found.clear();
    }

    private interface IdVisitor {
        void visit(UUID id);
    }

    private void eachRow(IdVisitor visitor) {
        try (Cursor<StoredEntity> rows = records.scan(table.number(), null)) {
            while (rows.hasNext()) {
                StoredEntity row = rows.next();
                if (!row.deleted()) {
                    visitor.visit(row.id());
                }
            }
        }
    }

    private void findMissing(Suspects suspects) {
        DocumentFinder finder = new DocumentFinder(reader);
        eachRow(id -> {
            if (finder.find(id).size() != 1) {
                suspects.add(id);
            }
        });
    }
}

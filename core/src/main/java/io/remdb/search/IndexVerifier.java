package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import io.remdb.search.RowPrints.Row;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.AlreadyClosedException;

/**
 * Checks the index of a table: its files on the disk, and what a search reads against the rows. What is written meanwhile is in the one
 * and not yet in the other, so rows that differ are looked at again as they are then.
 */
final class IndexVerifier {
    private static final int MOST_ATTEMPTS = 5;

    private final Store store;
    private final Follower follower;
    private final long timeoutMs;

    IndexVerifier(Store store, Follower follower, long timeoutMs) {
        this.store = store;
        this.follower = follower;
        this.timeoutMs = timeoutMs;
    }

    private interface Work<T> {
        T with(DirectoryReader reader) throws IOException;
    }

    /**
     * Checks it.
     *
     * @param rows as they were at a moment
     * @return how many rows the index has
     */
    long verify(CatalogTable table, RecordStore rows, IndexCheck check) {
        try {
            if (!follower.checkFiles(table, check)) {
                return 0; // whoever opens it builds it anew, and of the damage nothing would be seen
            }
            return switch (check.depth()) {
                case QUICK -> compareNumbers(table, check);
                case DEEP -> compare(table, rows, check);
            };
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException | IllegalStateException e) {
            check.findings().found("The search index cannot be read", ": " + e.getMessage());
            return 0;
        }
    }

    private <T> T read(CatalogTable table, Work<T> work) throws IOException {
        for (int attempt = 0; ; attempt++) {
            TableIndex index = follower.awaitVisible(table, Deadline.afterMs(timeoutMs));
            if (index.table.revision() > table.revision()) {
                throw new RemException(ErrorCode.CONFLICT, "The table was changed while its index was checked")
                        .with("table", table.name())
                        .hint("Check again");
            }
            try {
                DirectoryReader reader = index.acquire();
                try {
                    return work.with(reader);
                } finally {
                    reader.decRef();
                }
            } catch (AlreadyClosedException e) {
                if (attempt >= MOST_ATTEMPTS) {
                    throw e; // it is being built anew again and again
                }
            }
        }
    }

    /** Where somebody writes all the time nothing can be said. */
    private long compareNumbers(CatalogTable table, IndexCheck check) throws IOException {
        long documents = 0;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long change = store.log().lastChange(table.number());
            long rows = store.records().counts(table.number()).live();
            documents = read(table, reader -> (long) reader.numDocs());
            if (rows == documents) {
                return documents;
            }
            if (change == store.log().lastChange(table.number())) {
                check.findings()
                        .found("The search index has not as many rows as the table", ": " + documents + " for " + rows);
                return documents;
            }
        }
        return documents;
    }

    private long compare(CatalogTable table, RecordStore rows, IndexCheck check) throws IOException {
        Suspects suspects = new Suspects();
        long documents = read(table, reader -> {
            structure(reader, check);
            new RowComparison(table, reader, rows, check.progress()).run(suspects);
            return (long) reader.numDocs();
        });
        if (!suspects.ids().isEmpty()) {
            lookAgain(table, List.copyOf(suspects.ids()), check);
        }
        return documents;
    }

    /** Lucene's own check of each part of each segment. */
    private static void structure(DirectoryReader reader, IndexCheck check) {
        for (LeafReaderContext leaf : reader.leaves()) {
            try {
                CodecReader segment = (CodecReader) leaf.reader();
                segment.checkIntegrity();
                var _ = CheckIndex.testLiveDocs(segment, null, true);
                var _ = CheckIndex.testFieldInfos(segment, null, true);
                var _ = CheckIndex.testFieldNorms(segment, null, true);
                var _ = CheckIndex.testPostings(
                        segment, null, false, CheckIndex.Level.MIN_LEVEL_FOR_INTEGRITY_CHECKS, true);
                var _ = CheckIndex.testDocValues(segment, null, true);
                var _ = CheckIndex.testPoints(segment, null, true);
                var _ = CheckIndex.testVectors(segment, null, true);
            } catch (AlreadyClosedException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                check.findings().found("A segment of the search index is damaged", ": " + e.getMessage());
            }
        }
    }

    private void lookAgain(CatalogTable table, List<UUID> ids, IndexCheck check) throws IOException {
        RowSource now = new RowSource(store.records(), table);
        Map<UUID, Optional<Row>> before = now.read(ids);
        read(table, reader -> {
            SuspectRows rows = SuspectRows.settled(ids, before, now.read(ids));
            rows.compare(RowMapping.of(table), reader, check.findings());
            return true;
        });
    }
}

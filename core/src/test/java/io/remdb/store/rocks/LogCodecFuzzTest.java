package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.Shipment;
import io.remdb.store.Change;
import io.remdb.store.LogEntry;
import io.remdb.store.RowChanges;
import io.remdb.store.RowChanges.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the bytes: an entry of the log that is written as it was read, or CORRUPTED; the same of a batch of RocksDB's, which a
 * replica gets from its primary. Profile {@code fuzz} searches for other bytes.
 */
class LogCodecFuzzTest {
    private static final int SEQUENCE = 77;
    private static final RocksHandle ROCKS = StoreOpener.openInMemory(StoreFixture.config());

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAnEntryOrCorrupted(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == 'B') {
            shipment(Arrays.copyOfRange(bytes, 1, bytes.length));
        } else {
            entry(bytes);
        }
    }

    private static void entry(byte[] bytes) {
        LogEntry entry = decoded(bytes);
        RowChanges rows = rows(bytes);
        if (entry == null) {
            return;
        }
        // What can be read in full can be passed over, and says the same.
        assertThat(rows).isEqualTo(new RowChanges(SEQUENCE, rowsOf(entry.changes())));
        byte[] again = LogCodec.encode(entry.changes());
        LogCodec.setTime(again, entry.committedAtMicros());
        LogEntry reread = LogCodec.decode(SEQUENCE, again);
        assertThat(reread.committedAtMicros()).isEqualTo(entry.committedAtMicros());
        assertThat(LogCodec.encode(reread.changes())).isEqualTo(LogCodec.encode(entry.changes()));
    }

    private static @Nullable LogEntry decoded(byte[] bytes) {
        try {
            return LogCodec.decode(SEQUENCE, bytes);
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED);
            return null;
        }
    }

    private static @Nullable RowChanges rows(byte[] bytes) {
        try {
            return LogCodec.decodeRows(SEQUENCE, bytes);
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED);
            return null;
        }
    }

    private static List<RowChanges.Row> rowsOf(List<Change> changes) {
        List<RowChanges.Row> rows = new ArrayList<>();
        for (Change change : changes) {
            switch (change) {
                case Change.PutEntity put ->
                    rows.add(new RowChanges.Row(
                            put.entity().table(),
                            put.entity().id(),
                            put.expectedVersion() == 0 ? Fate.MADE : Fate.CHANGED));
                case Change.RemoveEntity remove -> rows.add(new RowChanges.Row(remove.table(), remove.id(), Fate.GONE));
                case Change.PutEmbedding put -> rows.add(new RowChanges.Row(put.table(), put.id(), Fate.CHANGED));
                case Change.RemoveEmbedding remove ->
                    rows.add(new RowChanges.Row(remove.table(), remove.id(), Fate.CHANGED));
                case Change.DefineTable _,
                        Change.DropTable _,
                        Change.PutEdge _,
                        Change.RemoveEdge _,
                        Change.DropIndex _,
                        Change.DropEmbeddings _,
                        Change.PutIndexEntries _,
                        Change.RequireEntity _ -> {}
            }
        }
        return rows;
    }

    private static void shipment(byte[] batch) {
        try {
            Shipment shipment = new ShipmentForm(ROCKS).of(batch, SEQUENCE);
            assertThat(shipment.writes()).isSameAs(batch);
            assertThat(Batch.joined(List.of(batch))).hasSize(batch.length);
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED);
        }
    }
}

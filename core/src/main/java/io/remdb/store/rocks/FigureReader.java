package io.remdb.store.rocks;

import io.remdb.store.StoreFigures;
import io.remdb.store.TableDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyMetaData;
import org.rocksdb.Range;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/** Reads sizes and counts from RocksDB's properties. Thread-safe; its callers have passed the gate. */
final class FigureReader {
    private final RocksHandle rocks;
    private final StoreState state;
    private final @Nullable Path folder;

    /** @param folder of RocksDB's files; null for none */
    FigureReader(RocksHandle rocks, StoreState state, @Nullable Path folder) {
        this.rocks = rocks;
        this.state = state;
        this.folder = folder;
    }

    StoreFigures read() {
        List<StoreFigures.Family> families = new ArrayList<>();
        long memtables = 0;
        long tableReaders = 0;
        for (Family family : Family.values()) {
            ColumnFamilyMetaData files = rocks.db().getColumnFamilyMetaData(rocks.family(family));
            long inMemory = rocks.property(family, "rocksdb.cur-size-all-mem-tables");
            families.add(new StoreFigures.Family(
                    family.familyName(), entries(family), files.size(), files.fileCount(), inMemory));
            memtables += inMemory;
            tableReaders += rocks.property(family, "rocksdb.estimate-table-readers-mem");
        }
        StoreFigures.Memory memory = new StoreFigures.Memory(
                rocks.property(Family.ENTITIES, "rocksdb.block-cache-usage"),
                rocks.property(Family.ENTITIES, "rocksdb.block-cache-capacity"),
                rocks.property(Family.ENTITIES, "rocksdb.block-cache-pinned-usage"),
                memtables,
                tableReaders);
        return new StoreFigures(families, tables(), memory, archiveBytes(), rocks.openCursors());
    }

    private long entries(Family family) {
        return rocks.property(family, "rocksdb.estimate-num-keys");
    }

    private Map<Integer, StoreFigures.Table> tables() {
        Map<Integer, StoreFigures.Table> tables = new HashMap<>();
        double entryBytes = entryBytes();
        for (TableDefinition table : state.definitions()) {
            byte[] prefix = KeyCodec.table(table.number());
            long indexBytes = bytes(Family.INDEXES, prefix);
            tables.put(
                    table.number(),
                    new StoreFigures.Table(
                            bytes(Family.ENTITIES, prefix),
                            table.main() == null ? 0 : bytes(Family.EMBEDDINGS, prefix),
                            indexBytes == 0 ? 0 : Math.round(indexBytes / entryBytes),
                            indexBytes));
        }
        return tables;
    }

    private double entryBytes() {
        long all = bytes(Family.INDEXES, new byte[] {0}, new byte[] {(byte) 0xFF});
        return Math.max(1, (double) all / Math.max(1, entries(Family.INDEXES)));
    }

    private long bytes(Family family, byte[] prefix) {
        byte[] start = rocks.cipher().prefix(family, prefix);
        return bytes(family, start, Bytes.successor(start));
    }

    private long bytes(Family family, byte[] start, byte[] end) {
        try (Slice lower = new Slice(start);
                Slice upper = new Slice(end)) {
            return rocks.db()
                    .getApproximateSizes(
                            rocks.family(family),
                            List.of(new Range(lower, upper)),
                            SizeApproximationFlag.INCLUDE_FILES,
                            SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
        }
    }

    private long archiveBytes() {
        Path archive = folder == null ? null : folder.resolve(WalArchive.FOLDER);
        if (archive == null || !Files.isDirectory(archive)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(archive)) {
            return files.mapToLong(FigureReader::size).sum();
        } catch (IOException | UncheckedIOException _) {
            return 0; // it is being emptied
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // gone since the folder was read
        }
    }
}

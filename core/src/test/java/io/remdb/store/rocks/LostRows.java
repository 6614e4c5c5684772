package io.remdb.store.rocks;

import io.remdb.config.RemConfig;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** Plants a defect: rows that are gone, while what belongs to them is still there. */
public final class LostRows {
    private LostRows() {}

    /**
     * Loses the rows of a table of a closed database, encrypted or not.
     *
     * @param store the folder of RocksDB's files
     */
    public static void lose(Path store, int table, RemConfig config) {
        lose(store, table, config, true);
    }

    /** Loses their ids alone: the rows are there, and are not found. */
    public static void loseIds(Path store, int table, RemConfig config) {
        lose(store, table, config, false);
    }

    private static void lose(Path store, int table, RemConfig config, boolean rowsToo) {
        RocksHandle rocks = StoreOpener.openLocked(store, config);
        try {
            Batch batch = new Batch(rocks);
            byte[] prefix = KeyCodec.table(table);
            try (ReadOptions reading = new ReadOptions();
                    RocksIterator rows = rocks.iterator(Family.ENTITIES, reading)) {
                for (rows.seek(prefix); rows.isValid() && Bytes.startsWith(rows.key(), prefix); rows.next()) {
                    byte[] key = rows.key();
                    if (rowsToo) {
                        batch.deleteStored(Family.ENTITIES, key);
                    }
                    batch.deleteStored(Family.IDS, Arrays.copyOfRange(key, key.length - Bytes.UUID_LENGTH, key.length));
                }
            }
            rocks.write(batch);
        } finally {
            rocks.close();
        }
    }
}

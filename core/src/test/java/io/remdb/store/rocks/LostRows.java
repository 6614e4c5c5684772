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
        RocksHandle rocks = StoreOpener.openLocked(store, config);
        try {
            Batch batch = new Batch(rocks);
            byte[] prefix = KeyCodec.table(table);
            try (ReadOptions reading = new ReadOptions();
                    RocksIterator rows = rocks.iterator(Family.ENTITIES, reading)) {
                for (rows.seek(prefix); rows.isValid() && Bytes.startsWith(rows.key(), prefix); rows.next()) {
                    byte[] key = rows.key();
                    batch.deleteStored(Family.ENTITIES, key);
                    batch.deleteStored(Family.IDS, Arrays.copyOfRange(key, key.length - Bytes.UUID_LENGTH, key.length));
                }
            }
            rocks.write(batch);
        } finally {
            rocks.close();
        }
    }
}

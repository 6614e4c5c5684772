package io.remdb.store.rocks;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;

/** The storage engine's files of a store that is closed. */
public final class StoreFiles {
    private StoreFiles() {}

    /** Moves what is in the engine's own log into sorted files, as the engine does it when there is much. */
    public static void flush(Path store, RemConfig config) throws RocksDBException {
        RocksHandle rocks = StoreOpener.open(store, Creation.NEVER, config);
        try (FlushOptions flush = new FlushOptions()) {
            rocks.db()
                    .flush(
                            flush,
                            Arrays.stream(Family.values()).map(rocks::family).toList());
        } finally {
            rocks.close();
        }
    }
}

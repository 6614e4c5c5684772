package io.remdb.store.rocks;

import io.remdb.spi.replication.Replication.StoreCopy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Looks into a copy of a store without changing it. Its values are opened with the keys of the store. */
final class StoreCopyReader {
    private static final int OPEN_FILES = 64;

    private StoreCopyReader() {}

    /** What a copy of a store has. */
    static StoreCopy describe(RocksHandle store, Path copy) {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        // What RocksDB has to log about it goes beside the copy, and not into it.
        Path log = copy.resolveSibling(copy.getFileName() + ".log");
        try (Options listing = new Options();
                ColumnFamilyOptions familyOptions = new ColumnFamilyOptions();
                DBOptions options = new DBOptions()
                        .setDbLogDir(log.toString())
                        .setMaxOpenFiles(OPEN_FILES)
                        .setSkipStatsUpdateOnDbOpen(true)) {
            List<ColumnFamilyDescriptor> families = RocksDB.listColumnFamilies(listing, copy.toString()).stream()
                    .map(name -> new ColumnFamilyDescriptor(name, familyOptions))
                    .toList();
            try (RocksDB db = RocksDB.openReadOnly(options, copy.toString(), families, handles)) {
                try {
                    return describe(store, db, handles);
                } finally {
                    handles.forEach(ColumnFamilyHandle::close);
                }
            }
        } catch (RocksDBException e) {
            throw new RocksErrors(copy.toString()).of(e);
        }
    }

    private static StoreCopy describe(RocksHandle store, RocksDB db, List<ColumnFamilyHandle> handles)
            throws RocksDBException {
        byte[] stored = db.get(family(handles, Family.META), Meta.HEAD);
        long sequence = stored == null
                ? 0
                : Meta.head(store.cipher().open(Family.META, Meta.HEAD, stored)).sequence();
        byte[] key = KeyCodec.log(sequence);
        byte[] entry = db.get(family(handles, Family.WAL), key);
        long committedAt = entry == null ? 0 : LogCodec.time(store.cipher().open(Family.WAL, key, entry));
        try (RocksIterator keys = db.newIterator(family(handles, Family.KEYS))) {
            keys.seekToFirst();
            return new StoreCopy(sequence, committedAt, keys.isValid());
        }
    }

    private static ColumnFamilyHandle family(List<ColumnFamilyHandle> handles, Family family) throws RocksDBException {
        for (ColumnFamilyHandle handle : handles) {
            if (new String(handle.getName(), StandardCharsets.UTF_8).equals(family.familyName())) {
                return handle;
            }
        }
        throw new IllegalStateException("the copy lacks the family " + family.familyName());
    }
}

package io.remdb.search;

import io.remdb.crypto.KeyDerivation;
import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.SealedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Whether whoever has the files of the search index can read them, or only who has the key. */
public sealed interface IndexSeal {
    /** Files are Lucene's own. */
    static IndexSeal none() {
        return new None();
    }

    /** As {@link #of(byte[], BlockCache)}, with as much memory as {@link BlockCache#ofDefaultSize} has. */
    static IndexSeal of(byte[] key) {
        return of(key, BlockCache.ofDefaultSize());
    }

    /**
     * Files are sealed. Indexes in memory are not.
     *
     * @param key of 32 bytes, for nothing else than this search index; copied
     * @param cache the memory for content that was opened, of all tables together
     */
    static IndexSeal of(byte[] key, BlockCache cache) {
        return new Keyed(key, cache);
    }

    /** See {@link #none}. */
    record None() implements IndexSeal {}

    /** See {@link #of}. */
    final class Keyed implements IndexSeal {
        private final byte[] key;
        private final BlockCache cache;

        private Keyed(byte[] key, BlockCache cache) {
            this.key = key.clone();
            this.cache = cache;
        }

        /** Each folder has a key of its own, so that no file of one is taken for that of another. */
        Directory open(Path folder, int table) throws IOException {
            byte[] tableKey = KeyDerivation.derive(key, new byte[0], "rem search table " + table);
            return new SealedDirectory(FSDirectory.open(folder), tableKey, cache);
        }
    }
}

package io.remdb.search;

import io.remdb.crypto.KeyDerivation;
import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.FileKeys;
import io.remdb.search.sealing.SealedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** Whether whoever has the files of the search index can read them, or only who has the key. */
public sealed interface IndexSeal {
    /** Files are Lucene's own. */
    static IndexSeal none() {
        return new None();
    }

    /**
     * Files are sealed. Indexes in memory are not.
     *
     * @param keys for nothing else than this search index; when another one becomes the current one, files that are there stay
     * @param cache the memory for content that was opened, of all tables together
     */
    static IndexSeal of(FileKeys keys, BlockCache cache) {
        return new Keyed(keys, cache);
    }

    /** The cache of the opened content of sealed files; null where files are not sealed. */
    default BlockCache.@Nullable Statistics statistics() {
        return switch (this) {
            case None _ -> null;
            case Keyed keyed -> keyed.cache.statistics();
        };
    }

    /** See {@link #none}. */
    record None() implements IndexSeal {}

    /** See {@link #of}. */
    final class Keyed implements IndexSeal {
        private final FileKeys keys;
        private final BlockCache cache;

        private Keyed(FileKeys keys, BlockCache cache) {
            this.keys = keys;
            this.cache = cache;
        }

        /** Each folder has a key of its own, so that no file of one is taken for that of another. */
        Directory open(Path folder, int table) throws IOException {
            return new SealedDirectory(FSDirectory.open(folder), new OfTable(keys, table), cache);
        }
    }

    /** Of each key of the search index the one for a table. */
    record OfTable(FileKeys keys, int table) implements FileKeys {
        private static final byte[] NO_SALT = {};

        @Override
        public int current() {
            return keys.current();
        }

        @Override
        public byte[] key(int number) {
            byte[] key = keys.key(number);
            try {
                return KeyDerivation.derive(key, NO_SALT, "rem search table " + table);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        }
    }
}

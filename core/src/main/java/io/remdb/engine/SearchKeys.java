package io.remdb.engine;

import io.remdb.config.RemConfig;
import io.remdb.search.IndexSeal;
import io.remdb.search.sealing.BlockCache;
import io.remdb.search.sealing.FileKeys;
import io.remdb.store.Store;
import io.remdb.store.StoreEncryption;

/** The keys of the search index: one for each data key of the store, so that who is shut out of the one is of the other. */
record SearchKeys(StoreEncryption encryption) implements FileKeys {
    /** What the files of a store's search index are sealed with, if they are. */
    static IndexSeal seal(Store store, RemConfig.Search config) {
        return store.encryption()
                .map(encryption -> IndexSeal.of(
                        new SearchKeys(encryption), BlockCache.withVectorBytes(config.sealedVectorBytes())))
                .orElseGet(IndexSeal::none);
    }

    @Override
    public int current() {
        return encryption.generation();
    }

    @Override
    public byte[] key(int number) {
        return encryption.fileKey(number, "search");
    }
}

package io.remdb.engine;

import io.remdb.search.sealing.FileKeys;
import io.remdb.store.StoreEncryption;

/** The keys of the search index: one for each data key of the store, so that who is shut out of the one is of the other. */
record SearchKeys(StoreEncryption encryption) implements FileKeys {
    @Override
    public int current() {
        return encryption.generation();
    }

    @Override
    public byte[] key(int number) {
        return encryption.fileKey(number, "search");
    }
}

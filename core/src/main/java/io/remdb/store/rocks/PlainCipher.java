package io.remdb.store.rocks;

import java.util.UUID;

/** The cipher of a database that is not encrypted: everything is written as it is. */
enum PlainCipher implements StoreCipher {
    /** The only one. */
    PLAIN;

    @Override
    public byte[] key(Family family, byte[] key) {
        return key;
    }

    @Override
    public byte[] prefix(Family family, byte[] prefix) {
        return prefix;
    }

    @Override
    public byte[] value(Family family, byte[] key, byte[] storedKey, byte[] value) {
        return value;
    }

    @Override
    public byte[] open(Family family, byte[] storedKey, byte[] storedValue) {
        return storedValue;
    }

    @Override
    public Entry entry(Family family, byte[] storedKey, byte[] storedValue) {
        return new Entry(storedKey, storedValue);
    }

    @Override
    public UUID lastId(byte[] storedKey) {
        return Bytes.uuidAt(storedKey, storedKey.length - Bytes.UUID_LENGTH);
    }

    @Override
    public boolean keepsOrder() {
        return true;
    }
}

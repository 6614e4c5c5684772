package io.remdb.store.rocks;

import java.util.UUID;

/**
 * What stands between what the store means to write ({@code docs/storage-format.md}) and what RocksDB gets to see. Keys keep the
 * parts by which they are sought apart, so that every read takes the same steps whether the database is encrypted or not.
 * Thread-safe.
 */
sealed interface StoreCipher permits PlainCipher, SealingCipher {
    /** A key and its value as the store means them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(byte[] key, byte[] value) {}

    /** A whole key as RocksDB has it. */
    byte[] key(Family family, byte[] key);

    /**
     * The beginning of keys as RocksDB has it.
     *
     * @param prefix ends where a part of the key ends that is sought by: a table, a field, a value, an entity, a type
     */
    byte[] prefix(Family family, byte[] prefix);

    /**
     * A value as RocksDB has it.
     *
     * @param key as the store means it
     * @param storedKey as RocksDB has it
     */
    byte[] value(Family family, byte[] key, byte[] storedKey, byte[] value);

    /**
     * The value that {@link #value} was given.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#CORRUPTED} when it is not what was written under this key
     */
    byte[] open(Family family, byte[] storedKey, byte[] storedValue);

    /**
     * The key and the value that were written. What an encrypted key only has a token of stays a token, except for the type of an
     * edge.
     *
     * @throws io.remdb.RemException as {@link #open}
     */
    Entry entry(Family family, byte[] storedKey, byte[] storedValue);

    /** The id at the end of a key of RocksDB's, for families whose keys end with one. */
    UUID lastId(byte[] storedKey);

    /** Whether keys are in the order of what they say, so that ranges can be read. */
    boolean keepsOrder();

    /** Has the key of a session read again: another store has written it. */
    default void forgetSession(int session) {}

    /** Has the next value that is sealed begin a session. */
    default void endSession() {}
}

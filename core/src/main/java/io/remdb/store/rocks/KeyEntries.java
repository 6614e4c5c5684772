package io.remdb.store.rocks;

import io.remdb.crypto.Keyring;
import io.remdb.crypto.KeyringChange;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** The family {@code keys}: the entries of the {@link Keyring} by name, and what the keys of sessions are made of. */
final class KeyEntries {
    private static final byte[] SESSION = "session/".getBytes(StandardCharsets.US_ASCII);

    private KeyEntries() {}

    static byte[] session(int number) {
        return new ByteWriter(SESSION.length + Integer.BYTES)
                .writeBytes(SESSION)
                .writeInt(number)
                .toByteArray();
    }

    /** Whether an entry is of a session, not of the keyring. */
    static boolean isSession(byte[] key) {
        return Bytes.startsWith(key, SESSION);
    }

    /** The number of the session that an entry is of. */
    static int sessionOf(byte[] key) {
        return Bytes.intAt(key, SESSION.length);
    }

    /** The number of the newest session; 0 for none. */
    static int lastSession(RocksHandle rocks) {
        try (ReadOptions reading = new ReadOptions();
                RocksIterator iterator = rocks.iterator(Family.KEYS, reading)) {
            iterator.seekForPrev(Bytes.successor(SESSION));
            rocks.requireRead(iterator); // a number that is given twice would make what was sealed under it unreadable
            boolean found = iterator.isValid() && Bytes.startsWith(iterator.key(), SESSION);
            return found ? Bytes.intAt(iterator.key(), SESSION.length) : 0;
        }
    }

    /** Adds what makes a keyring another one. */
    static void write(Batch batch, KeyringChange change) {
        change.deletes().forEach(name -> batch.delete(Family.KEYS, name.getBytes(StandardCharsets.UTF_8)));
        change.puts().forEach((name, value) -> batch.put(Family.KEYS, name.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Adds everything that is here to a batch. */
    static void addAll(RocksHandle rocks, Batch batch) {
        try (ReadOptions reading = new ReadOptions();
                RocksIterator iterator = rocks.iterator(Family.KEYS, reading)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                batch.put(Family.KEYS, iterator.key(), iterator.value());
            }
            rocks.requireRead(iterator);
        }
    }

    /** What the keyring keeps here; empty where the database is not encrypted. */
    static Map<String, byte[]> keyring(RocksHandle rocks) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ReadOptions reading = new ReadOptions();
                RocksIterator iterator = rocks.iterator(Family.KEYS, reading)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                if (!isSession(iterator.key())) {
                    entries.put(new String(iterator.key(), StandardCharsets.UTF_8), iterator.value());
                }
            }
            rocks.requireRead(iterator);
        }
        return entries;
    }
}

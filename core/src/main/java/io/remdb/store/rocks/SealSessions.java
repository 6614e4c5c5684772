package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Aead;
import io.remdb.crypto.Keyring;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that values are sealed with: each opening of the database that writes makes a new one, out of the data key and 32 random
 * bytes, and counts its nonces from 0. So a nonce cannot come twice under a key: not after a crash that took back the last writes, not
 * in two copies of a folder that both go on. The random bytes stand in the family {@code keys}. Thread-safe.
 */
final class SealSessions {
    private static final int SALT_LENGTH = 32;
    private static final String PURPOSE = "rem values";

    /** What seals one value, and nothing else after it. */
    record Once(int session, long counter, Aead aead) {}

    private record Current(int number, int generation, Aead aead, AtomicLong counter) {}

    /** More than there are openings of a database in one epoch. */
    private static final int SESSIONS_OF_EPOCH = 1 << 20;

    private static final int EPOCHS = 1 << 11;

    private final RocksHandle rocks;
    private final Supplier<Keyring> keyring;
    private final Map<Integer, Aead> opened = new ConcurrentHashMap<>();
    private volatile @Nullable Current current;

    SealSessions(RocksHandle rocks, Supplier<Keyring> keyring) {
        this.rocks = rocks;
        this.keyring = keyring;
    }

    /** What is to seal the next value. */
    Once next() {
        Current session = current;
        if (session == null || session.generation() != keyring.get().currentGeneration()) {
            session = start();
        }
        return new Once(session.number(), session.counter().getAndIncrement(), session.aead());
    }

    /** What opens the values of a session. */
    Aead of(int session) {
        Aead known = opened.get(session);
        return known != null ? known : opened.computeIfAbsent(session, this::read);
    }

    private synchronized Current start() {
        int generation = keyring.get().currentGeneration();
        Current session = current;
        if (session != null && session.generation() == generation) {
            return session; // another thread was faster
        }
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        int number = Math.max(KeyEntries.lastSession(rocks) + 1, firstOfEpoch());
        Batch batch = new Batch(rocks);
        batch.put(
                Family.KEYS,
                KeyEntries.session(number),
                new ByteWriter(Integer.BYTES + SALT_LENGTH)
                        .writeInt(generation)
                        .writeBytes(salt)
                        .toByteArray());
        // Before any value of the session: RocksDB keeps the order, also where a power failure takes back the last
        // writes.
        rocks.write(batch);
        session = new Current(number, generation, aead(generation, salt), new AtomicLong());
        opened.put(number, session.aead());
        current = session;
        return session;
    }

    /**
     * The sessions of an epoch have numbers of their own: a former primary may have begun some that nobody else knows, and is sent those
     * of the next one.
     */
    private int firstOfEpoch() {
        long epoch = ReplicationState.lastEpoch(rocks);
        return epoch == 1 ? 1 : Math.toIntExact(epoch % EPOCHS * SESSIONS_OF_EPOCH);
    }

    /** What is known of a session was written anew by another than this. */
    synchronized void forget(int session) {
        opened.remove(session);
        endCurrent();
    }

    /** Has the next value begin another session. */
    synchronized void endCurrent() {
        current = null;
    }

    private Aead read(int session) {
        byte[] entry = rocks.get(Family.KEYS, KeyEntries.session(session));
        if (entry == null || entry.length != Integer.BYTES + SALT_LENGTH) {
            throw new RemException(ErrorCode.CORRUPTED, "The key of a sealed value is missing")
                    .with("session", session)
                    .hint("Restore the database from a backup");
        }
        ByteReader in = new ByteReader(entry, 0);
        return aead(in.readInt(), in.readBytes(SALT_LENGTH));
    }

    private Aead aead(int generation, byte[] salt) {
        return Aead.owning(keyring.get().derive(generation, salt, PURPOSE));
    }
}

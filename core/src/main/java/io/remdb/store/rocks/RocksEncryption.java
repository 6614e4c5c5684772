package io.remdb.store.rocks;

import io.remdb.crypto.KeySource;
import io.remdb.crypto.Keyring;
import io.remdb.crypto.KeyringChange;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import io.remdb.store.StoreEncryption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keyring of an open encrypted store, and how it becomes another one. */
final class RocksEncryption implements StoreEncryption, AutoCloseable {
    private static final byte[] NO_SALT = {};

    private final RocksHandle rocks;
    private final UUID databaseId;
    /** Kept by a replica alone: the primary may change the keys at any time. */
    private final @Nullable PrivateKey key;
    /** Those that were replaced: another thread may still ask one of them for a key, so they are wiped at the end. */
    private final List<Keyring> former = new ArrayList<>();

    private volatile Keyring keyring;

    private RocksEncryption(RocksHandle rocks, UUID databaseId, Keyring keyring, @Nullable PrivateKey key) {
        this.rocks = rocks;
        this.databaseId = databaseId;
        this.keyring = keyring;
        this.key = key;
    }

    /**
     * Opens the keys of an encrypted store, so that everything is read and written with them from here on; empty where it is not
     * encrypted.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#SEALED}, {@link io.remdb.ErrorCode#WRONG_PASSWORD} or
     *     {@link io.remdb.ErrorCode#UNAUTHORIZED}
     */
    static Optional<RocksEncryption> unlock(RocksHandle rocks, UUID databaseId, KeySource keys) {
        Map<String, byte[]> entries = KeyEntries.keyring(rocks);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        try (PrivateKey key = keys.privateKey()) {
            Keyring keyring = Keyring.open(databaseId, entries, key);
            boolean replica = rocks.get(Family.META, Meta.REPLICA_OF) != null;
            RocksEncryption encryption =
                    new RocksEncryption(rocks, databaseId, keyring, replica ? key.duplicate() : null);
            rocks.encipher(new SealingCipher(rocks, encryption::keyring));
            return Optional.of(encryption);
        }
    }

    /** The keys as they are now. */
    Keyring keyring() {
        return keyring;
    }

    @Override
    public List<Recipient> recipients() {
        return keyring.recipients();
    }

    @Override
    public int generation() {
        return keyring.currentGeneration();
    }

    @Override
    public byte[] fileKey(int generation, String purpose) {
        return keyring.derive(generation, NO_SALT, "rem files: " + purpose);
    }

    @Override
    public synchronized void change(Function<Keyring, KeyringChange> change) {
        rocks.gate().run(() -> {
            KeyringChange changed = change.apply(keyring);
            try {
                Batch batch = new Batch(rocks);
                KeyEntries.write(batch, changed);
                rocks.write(batch);
                rocks.syncWal();
            } catch (RuntimeException e) {
                changed.keyring().close();
                throw e;
            }
            former.add(keyring);
            keyring = changed.keyring();
        });
    }

    /**
     * Takes over what a primary has made of the keys.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNAUTHORIZED} when the key of this replica opens them no more
     */
    synchronized void reload() {
        if (key != null) {
            Keyring next = Keyring.open(databaseId, KeyEntries.keyring(rocks), key);
            former.add(keyring);
            keyring = next;
        }
    }

    /** Wipes the keys. */
    @Override
    public synchronized void close() {
        if (key != null) {
            key.close();
        }
        former.forEach(Keyring::close);
        keyring.close();
    }
}

package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Aead;
import io.remdb.crypto.Keyring;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The cipher of an encrypted database: keys by {@link BlindKeys}, values sealed under a key of a {@link SealSessions session}. A
 * sealed value is the session ({@code u32}), the number of the value in it ({@code u64}), and what AES-256-GCM makes of it with these
 * twelve bytes as the nonce; its family and its key are associated data, so that a value that is moved elsewhere does not open.
 *
 * <p>Not sealed, because they say nothing or are needed first: the tables in {@code ids} and {@code key_index}, the flags in
 * {@code indexes}, the format and the id of the database, and who replicates it.
 */
final class SealingCipher implements StoreCipher {
    private static final int COUNTER_AT = Integer.BYTES;
    private static final byte[] NO_BYTES = {};

    private final SealSessions sessions;
    private final BlindKeys keys;

    SealingCipher(RocksHandle rocks, Supplier<Keyring> keyring) {
        this.sessions = new SealSessions(rocks, keyring);
        // The index key is the same in every keyring of a database.
        this.keys = new BlindKeys(keyring.get());
    }

    @Override
    public void forgetSession(int session) {
        sessions.forget(session);
    }

    @Override
    public void endSession() {
        sessions.endCurrent();
    }

    @Override
    public byte[] key(Family family, byte[] key) {
        return keys.key(family, key);
    }

    @Override
    public byte[] prefix(Family family, byte[] prefix) {
        return keys.prefix(family, prefix);
    }

    @Override
    public byte[] value(Family family, byte[] key, byte[] storedKey, byte[] value) {
        if (!isSealed(family, storedKey)) {
            return value;
        }
        byte[] prefix = isEdge(family) ? edgeType(key) : NO_BYTES;
        byte[] plain = value;
        if (prefix.length > 0) {
            plain = Arrays.copyOf(prefix, prefix.length + value.length);
            System.arraycopy(value, 0, plain, prefix.length, value.length);
        }
        SealSessions.Once once = sessions.next();
        byte[] sealed = new byte[Aead.NONCE_LENGTH + plain.length + Aead.TAG_LENGTH];
        Bytes.putInt(sealed, 0, once.session());
        Bytes.putLong(sealed, COUNTER_AT, once.counter());
        once.aead()
                .seal(
                        Arrays.copyOf(sealed, Aead.NONCE_LENGTH),
                        place(family, storedKey),
                        plain,
                        0,
                        plain.length,
                        sealed,
                        Aead.NONCE_LENGTH);
        return sealed;
    }

    @Override
    public byte[] open(Family family, byte[] storedKey, byte[] storedValue) {
        byte[] plain = unseal(family, storedKey, storedValue);
        return isEdge(family) ? Arrays.copyOfRange(plain, typeEnd(plain), plain.length) : plain;
    }

    @Override
    public Entry entry(Family family, byte[] storedKey, byte[] storedValue) {
        byte[] plain = unseal(family, storedKey, storedValue);
        byte[] key = keys.restore(family, storedKey);
        if (!isEdge(family)) {
            return new Entry(key, plain);
        }
        int end = typeEnd(plain);
        byte[] withType = new ByteWriter(2 * Bytes.UUID_LENGTH + end)
                .writeUuid(Bytes.uuidAt(key, 0))
                .writeBytes(Arrays.copyOf(plain, end))
                .writeUuid(Bytes.uuidAt(key, key.length - Bytes.UUID_LENGTH))
                .toByteArray();
        return new Entry(withType, Arrays.copyOfRange(plain, end, plain.length));
    }

    @Override
    public UUID lastId(byte[] storedKey) {
        byte[] key = keys.restoreLast(storedKey);
        return Bytes.uuidAt(key, key.length - Bytes.UUID_LENGTH);
    }

    @Override
    public boolean keepsOrder() {
        return false;
    }

    private byte[] unseal(Family family, byte[] storedKey, byte[] storedValue) {
        if (!isSealed(family, storedKey)) {
            return storedValue;
        }
        int length = storedValue.length - Aead.NONCE_LENGTH;
        if (length < Aead.TAG_LENGTH) {
            throw damaged(family, null);
        }
        byte[] plain = new byte[length - Aead.TAG_LENGTH];
        try {
            sessions.of(Bytes.intAt(storedValue, 0))
                    .open(
                            Arrays.copyOf(storedValue, Aead.NONCE_LENGTH),
                            place(family, storedKey),
                            storedValue,
                            Aead.NONCE_LENGTH,
                            length,
                            plain,
                            0);
        } catch (RemException e) {
            throw e.code() == ErrorCode.CORRUPTED ? damaged(family, e) : e;
        }
        return plain;
    }

    private static RemException damaged(Family family, @Nullable RemException cause) {
        return new RemException(
                        ErrorCode.CORRUPTED, "Stored data was changed by somebody else than the database", cause)
                .with("family", family.familyName())
                .hint("rem verify names what is damaged; restore it from a backup");
    }

    private static boolean isSealed(Family family, byte[] storedKey) {
        return switch (family) {
            case ENTITIES, EDGES, EDGES_REVERSE, EMBEDDINGS, WAL -> true;
            case META -> !Meta.isReadable(storedKey);
            case IDS, KEY_INDEX, INDEXES, KEYS -> false;
        };
    }

    private static boolean isEdge(Family family) {
        return family == Family.EDGES || family == Family.EDGES_REVERSE;
    }

    /** The type as ordered text, which marks its own end. */
    private static byte[] edgeType(byte[] edgeKey) {
        return Arrays.copyOfRange(edgeKey, Bytes.UUID_LENGTH, edgeKey.length - Bytes.UUID_LENGTH);
    }

    private static int typeEnd(byte[] plain) {
        return TextCodec.orderedEnd(plain, 0);
    }

    /** Where a value stands. */
    private static byte[] place(Family family, byte[] storedKey) {
        byte[] place = new byte[1 + storedKey.length];
        place[0] = (byte) family.number();
        System.arraycopy(storedKey, 0, place, 1, storedKey.length);
        return place;
    }
}

package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The key over the other keys of a database: wrapped for each recipient, and what the entries of the keyring are sealed under. Every
 * entry names the database, the root and its own place, and so cannot stand anywhere else. Nonces are random: a root seals a few entries
 * at each change of a keyring, and 2^32 of them would be safe (NIST SP 800-38D, section 8.3).
 */
final class RootKey implements AutoCloseable {
    static final int ID_LENGTH = 16;

    private static final byte[] CONTEXT = "rem keyring 1\0".getBytes(StandardCharsets.US_ASCII);

    private final UUID databaseId;
    private final byte[] id;
    private final Secret key;

    private RootKey(UUID databaseId, byte[] id, Secret key) {
        this.databaseId = databaseId;
        this.id = id;
        this.key = key;
    }

    static RootKey random(UUID databaseId) {
        return new RootKey(databaseId, Secret.randomBytes(ID_LENGTH), Secret.random(Aead.KEY_LENGTH));
    }

    /** The root that was wrapped for this key ({@link #wrapFor}). */
    static RootKey unwrap(UUID databaseId, byte[] id, String entry, byte[] wrapped, PrivateKey recipient) {
        byte[] key = KeyWrap.unwrap(recipient, wrapped, context(databaseId, id, entry));
        if (key.length != Aead.KEY_LENGTH) {
            throw new RemException(ErrorCode.CORRUPTED, "A wrapped key has another length").with("entry", entry);
        }
        return new RootKey(databaseId, id, Secret.owning(key));
    }

    /** Of a fixed length but for the entry at its end, so that no two places have the same. */
    private static byte[] context(UUID databaseId, byte[] id, String entry) {
        byte[] name = entry.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(CONTEXT.length + 2 * Long.BYTES + ID_LENGTH + name.length)
                .put(CONTEXT)
                .putLong(databaseId.getMostSignificantBits())
                .putLong(databaseId.getLeastSignificantBits())
                .put(id)
                .put(name)
                .array();
    }

    /** Which root it is; not to be modified. */
    byte[] id() {
        return id;
    }

    byte[] wrapFor(PublicKey recipient, String entry) {
        byte[] copy = key.copy();
        try {
            return KeyWrap.wrap(recipient, copy, context(databaseId, id, entry));
        } finally {
            Secret.wipe(copy);
        }
    }

    /** The nonce, then what AES-256-GCM makes. */
    byte[] seal(String entry, byte[] plain) {
        byte[] nonce = Secret.randomBytes(Aead.NONCE_LENGTH);
        byte[] sealed = Arrays.copyOf(nonce, Aead.NONCE_LENGTH + plain.length + Aead.TAG_LENGTH);
        aead().seal(nonce, context(databaseId, id, entry), plain, 0, plain.length, sealed, Aead.NONCE_LENGTH);
        return sealed;
    }

    byte[] open(String entry, byte[] sealed) {
        int length = sealed.length - Aead.NONCE_LENGTH;
        byte[] nonce = Arrays.copyOf(sealed, Aead.NONCE_LENGTH);
        byte[] plain = new byte[Math.max(0, length - Aead.TAG_LENGTH)];
        try {
            aead().open(nonce, context(databaseId, id, entry), sealed, Aead.NONCE_LENGTH, length, plain, 0);
            return plain;
        } catch (RemException e) {
            throw e.with("entry", entry);
        }
    }

    private Aead aead() {
        return Aead.owning(key.copy());
    }

    /** The same root, with a life of its own. */
    RootKey duplicate() {
        return new RootKey(databaseId, id, key.duplicate());
    }

    @Override
    public void close() {
        key.close();
    }
}

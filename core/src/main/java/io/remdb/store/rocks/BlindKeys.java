package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Keyring;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of which nothing can be read: ids go through a permutation (one block of AES-256, which has the length of an id), and texts
 * and values become tokens (HMAC-SHA-256, cut to 16 bytes) that are equal where they are. Tables, fields, slots and sequences stay.
 * Both are made of the database's index key. Thread-safe.
 *
 * <p>An id of a row with a key is a hash that everybody can make, so without the permutation whoever has the disk could test
 * guesses of a row's key.
 */
final class BlindKeys {
    private static final int TOKEN_LENGTH = 16;
    private static final int TABLE_LENGTH = Integer.BYTES;
    private static final int INDEX_PREFIX_LENGTH = 2 * Integer.BYTES;
    private static final int EMBEDDING_PREFIX_LENGTH = TABLE_LENGTH + 1;

    private final ThreadLocal<Cipher> permuting;
    private final ThreadLocal<Cipher> restoring;
    private final ThreadLocal<Mac> tokens;

    BlindKeys(Keyring keyring) {
        SecretKeySpec ids = owning(keyring.deriveForTokens("rem ids"), "AES");
        SecretKeySpec values = owning(keyring.deriveForTokens("rem tokens"), "HmacSHA256");
        permuting = ThreadLocal.withInitial(() -> cipher(Cipher.ENCRYPT_MODE, ids));
        restoring = ThreadLocal.withInitial(() -> cipher(Cipher.DECRYPT_MODE, ids));
        tokens = ThreadLocal.withInitial(() -> mac(values));
    }

    /** Of a copy of the key, which is wiped. */
    private static SecretKeySpec owning(byte[] key, String algorithm) {
        SecretKeySpec spec = new SecretKeySpec(key, algorithm);
        Arrays.fill(key, (byte) 0);
        return spec;
    }

    byte[] key(Family family, byte[] key) {
        return switch (family) {
            case ENTITIES -> withId(key, TABLE_LENGTH);
            case IDS -> withId(key, 0);
            case EMBEDDINGS -> withId(key, EMBEDDING_PREFIX_LENGTH);
            case KEY_INDEX -> withTokenAndId(family, key, 0);
            case INDEXES -> withTokenAndId(family, key, INDEX_PREFIX_LENGTH);
            case EDGES, EDGES_REVERSE -> {
                byte[] blind = withTokenAndId(family, key, Bytes.UUID_LENGTH);
                permute(permuting.get(), blind, 0);
                yield blind;
            }
            case WAL, KEYS, META -> key;
        };
    }

    byte[] prefix(Family family, byte[] prefix) {
        return switch (family) {
            case KEY_INDEX -> token(family, prefix, 0, prefix.length);
            case INDEXES ->
                prefix.length <= INDEX_PREFIX_LENGTH ? prefix : withToken(family, prefix, INDEX_PREFIX_LENGTH);
            case EDGES, EDGES_REVERSE -> {
                byte[] blind = prefix.length == Bytes.UUID_LENGTH
                        ? prefix.clone()
                        : withToken(family, prefix, Bytes.UUID_LENGTH);
                permute(permuting.get(), blind, 0);
                yield blind;
            }
            case ENTITIES, IDS, EMBEDDINGS, WAL, KEYS, META -> prefix;
        };
    }

    /** The key of which this was made, with tokens where they are. */
    byte[] restore(Family family, byte[] storedKey) {
        return switch (family) {
            case ENTITIES, IDS, EMBEDDINGS, KEY_INDEX, INDEXES -> restoreLast(storedKey);
            case EDGES, EDGES_REVERSE -> {
                byte[] key = restoreLast(storedKey);
                permute(restoring.get(), key, 0);
                yield key;
            }
            case WAL, KEYS, META -> storedKey;
        };
    }

    /** The id at the end of a key. */
    byte[] restoreLast(byte[] storedKey) {
        byte[] key = storedKey.clone();
        permute(restoring.get(), key, key.length - Bytes.UUID_LENGTH);
        return key;
    }

    private byte[] withId(byte[] key, int idAt) {
        byte[] blind = key.clone();
        permute(permuting.get(), blind, idAt);
        return blind;
    }

    private byte[] withTokenAndId(Family family, byte[] key, int tokenAt) {
        int idAt = key.length - Bytes.UUID_LENGTH;
        byte[] blind = Arrays.copyOf(key, tokenAt + TOKEN_LENGTH + Bytes.UUID_LENGTH);
        System.arraycopy(token(family, key, 0, idAt), 0, blind, tokenAt, TOKEN_LENGTH);
        System.arraycopy(key, idAt, blind, tokenAt + TOKEN_LENGTH, Bytes.UUID_LENGTH);
        permute(permuting.get(), blind, tokenAt + TOKEN_LENGTH);
        return blind;
    }

    private byte[] withToken(Family family, byte[] prefix, int tokenAt) {
        byte[] blind = Arrays.copyOf(prefix, tokenAt + TOKEN_LENGTH);
        System.arraycopy(token(family, prefix, 0, prefix.length), 0, blind, tokenAt, TOKEN_LENGTH);
        return blind;
    }

    /**
     * Of everything that stands before it, too: equal values of two fields, or equal types of edges of two entities, have other
     * tokens.
     */
    private byte[] token(Family family, byte[] key, int from, int to) {
        Mac mac = tokens.get();
        mac.update(number(family));
        mac.update(key, from, to - from);
        return Arrays.copyOf(mac.doFinal(), TOKEN_LENGTH);
    }

    /** An edge has the same token in both families only where it is seen from the same end. */
    private static byte number(Family family) {
        return (byte) family.number();
    }

    private static void permute(Cipher cipher, byte[] bytes, int at) {
        try {
            cipher.doFinal(bytes, at, Bytes.UUID_LENGTH, bytes, at);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static RemException unavailable(GeneralSecurityException e) {
        return new RemException(ErrorCode.INTERNAL, "This Java lacks AES or HMAC-SHA-256", e);
    }
}

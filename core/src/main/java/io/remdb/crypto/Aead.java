package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM (NIST SP 800-38D) under one key: what is opened is what was sealed, with the same nonce and the same associated data,
 * or it is an error. Thread-safe. A nonce may be used once only with a key; who calls it sees to that.
 */
public final class Aead {
    /** Bytes of a key. */
    public static final int KEY_LENGTH = 32;
    /** Bytes of a nonce. */
    public static final int NONCE_LENGTH = 12;
    /** Bytes that sealing adds. */
    public static final int TAG_LENGTH = 16;

    private static final int TAG_BITS = 8 * TAG_LENGTH;
    /** Making a cipher looks through all providers; each thread needs but one, since every use sets its key anew. */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(Aead::newCipher);

    private final SecretKey key;

    /**
     * Copies the key.
     *
     * @param key of {@link #KEY_LENGTH} bytes
     */
    public Aead(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("A key has " + KEY_LENGTH + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Takes the key over: the array is wiped.
     *
     * @param key of {@link #KEY_LENGTH} bytes
     */
    public static Aead owning(byte[] key) {
        try {
            return new Aead(key);
        } finally {
            Secret.wipe(key);
        }
    }

    /**
     * Seals a part of an array into another one.
     *
     * @param nonce never used before with this key
     * @param associated what has to be the same when it is opened; not part of the result
     * @return the bytes written: {@code length + TAG_LENGTH}
     */
    public int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] out, int outOffset) {
        try {
            return run(Cipher.ENCRYPT_MODE, nonce, associated, plain, offset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new RemException(ErrorCode.INTERNAL, "Data cannot be sealed", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @param length with the tag
     * @return the bytes written: {@code length - TAG_LENGTH}
     * @throws RemException {@link ErrorCode#CORRUPTED} when it is not what was sealed under this key, nonce and associated data
     */
    public int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] out, int outOffset) {
        if (length < TAG_LENGTH) {
            throw damaged(null);
        }
        try {
            return run(Cipher.DECRYPT_MODE, nonce, associated, sealed, offset, length, out, outOffset);
        } catch (AEADBadTagException e) {
            throw damaged(e);
        } catch (GeneralSecurityException e) {
            throw new RemException(ErrorCode.INTERNAL, "Sealed data cannot be opened", e);
        }
    }

    private int run(
            int mode, byte[] nonce, byte[] associated, byte[] in, int offset, int length, byte[] out, int outOffset)
            throws GeneralSecurityException {
        Cipher cipher = CIPHER.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(in, offset, length, out, outOffset);
    }

    private static RemException damaged(@Nullable Throwable cause) {
        return new RemException(ErrorCode.CORRUPTED, "Sealed data was changed, moved or cut", cause);
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new RemException(ErrorCode.INTERNAL, "This Java has no AES-GCM", e);
        }
    }
}

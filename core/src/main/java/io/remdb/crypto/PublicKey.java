package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * The half of a key pair that others may have: what is wrapped for it, only the private half unwraps. An Ed25519 key (RFC 8032), valid
 * and of the full order. As text {@code ed25519:} and 43 characters of base64url. Immutable.
 */
public final class PublicKey {
    /** Bytes of a key. */
    public static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;

    private static final String PREFIX = "ed25519:";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final byte[] bytes;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key of these bytes.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when they are none, or one that would give a secret away: a point of low
     *     order makes every agreement with it a constant
     */
    public static PublicKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw invalid("A public key has another length").with("bytes", bytes.length);
        }
        if (!Ed25519.validatePublicKeyFull(bytes, 0)) {
            throw invalid("This is not a valid Ed25519 public key");
        }
        return new PublicKey(bytes.clone());
    }

    /**
     * A key as {@link #toString} writes it; white space around it does not matter.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    public static PublicKey parse(String text) {
        String key = text.strip();
        if (!key.startsWith(PREFIX)) {
            throw invalid("A public key begins with " + PREFIX).with("key", key);
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(key.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw invalid("A public key has other characters than base64url", e).with("key", key);
        }
        PublicKey parsed = of(bytes);
        if (!parsed.toString().equals(key)) {
            // Padding, or bits behind the last byte: one key has one text, so that texts can be compared.
            throw invalid("A public key is not written in its one form").with("key", key);
        }
        return parsed;
    }

    private static RemException invalid(String text) {
        return invalid(text, null);
    }

    private static RemException invalid(String text, @Nullable Throwable cause) {
        return new RemException(ErrorCode.INVALID_ARGUMENT, text, cause)
                .hint("It is the line in the file public_key of the other side's P8_HOME/keys");
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@code SHA256:} and the hash of the bytes, as OpenSSH writes fingerprints: short enough to be read out and compared. */
    public String fingerprint() {
        SHA256Digest digest = new SHA256Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    }

    /** The same key for X25519. */
    byte[] agreementKey() {
        return X25519Form.ofPublicKey(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code ed25519:} and the bytes as base64url without padding. */
    @Override
    public String toString() {
        return PREFIX + TEXT.encodeToString(bytes);
    }
}

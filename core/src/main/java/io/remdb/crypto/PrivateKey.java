package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key pair with its private half in memory, wiped when it is closed: the seed of an Ed25519 key (RFC 8032). On disk it is only ever
 * sealed with a password ({@link KeyFolder}) or printed as a {@link RecoveryCode}. Thread-safe.
 */
public final class PrivateKey implements AutoCloseable {
    static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final Secret seed;
    private final PublicKey publicKey;

    private PrivateKey(Secret seed, PublicKey publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
    }

    /** A new pair. */
    public static PrivateKey generate() {
        return ofSeed(Secret.randomBytes(SEED_LENGTH));
    }

    /**
     * The pair of a seed.
     *
     * @param seed taken over: it is wiped with the key
     */
    static PrivateKey ofSeed(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("A seed has " + SEED_LENGTH + " bytes, not " + seed.length);
        }
        byte[] publicKey = new byte[PublicKey.LENGTH];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return new PrivateKey(Secret.owning(seed), PublicKey.of(publicKey));
    }

    /**
     * The same key with a life of its own.
     *
     * @throws RemException {@link ErrorCode#CLOSED} when this one has been wiped
     */
    public PrivateKey duplicate() {
        return new PrivateKey(seed.duplicate(), publicKey);
    }

    /** The half that others may have; also after {@link #close}. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** A copy, which its user wipes. */
    byte[] seed() {
        return seed.copy();
    }

    /** The same key for X25519; its user wipes it. */
    byte[] agreementKey() {
        byte[] copy = seed.copy();
        try {
            return X25519Form.ofSeed(copy);
        } finally {
            Secret.wipe(copy);
        }
    }

    /** Wipes it; what is asked of it from now on is {@link ErrorCode#CLOSED} (a {@link RemException}). */
    @Override
    public void close() {
        seed.close();
    }

    /** Which key it is, not what it is. */
    @Override
    public String toString() {
        return "PrivateKey[" + publicKey.fingerprint() + "]";
    }
}

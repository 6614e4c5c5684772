package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Bytes that nobody else may see, overwritten when it is closed. That is as much as Java allows: the garbage collector may have moved
 * the array and left a copy behind, and the libraries that are given a key make copies of their own. Thread-safe: what is copied is
 * never half wiped.
 */
final class Secret implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;
    private boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: it is wiped with this. */
    static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    static Secret random(int length) {
        return owning(randomBytes(length));
    }

    /** Bytes that nobody can foresee, for keys, salts and nonces. */
    static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static void wipe(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0);
    }

    /**
     * A copy, which its user wipes.
     *
     * @throws RemException {@link ErrorCode#CLOSED} when it has been wiped: zeros in its place would be taken for a key
     */
    synchronized byte[] copy() {
        if (wiped) {
            throw new RemException(ErrorCode.CLOSED, "The key has been wiped from memory");
        }
        return bytes.clone();
    }

    /** Another one of the same bytes, with a life of its own. */
    Secret duplicate() {
        return owning(copy());
    }

    @Override
    public synchronized void close() {
        wipe(bytes);
        wiped = true;
    }

    /** Says nothing of the bytes. */
    @Override
    public String toString() {
        return "Secret";
    }
}

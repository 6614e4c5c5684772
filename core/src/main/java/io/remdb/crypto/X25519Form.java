package io.remdb.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * The X25519 keys of an Ed25519 pair (RFC 7748, section 4.1: the two curves are the same one in two forms), so that one pair of keys
 * serves for both; libsodium converts in the same way. No signature of ours is ever of something that X25519 makes, or the other way
 * round.
 */
final class X25519Form {
    static final int KEY_LENGTH = 32;

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private X25519Form() {}

    /**
     * {@code u = (1 + y) / (1 - y)}. Public keys are no secret, so that the time it takes may tell them.
     *
     * @param ed25519 a valid public key: it is not the neutral point, whose y is 1
     */
    static byte[] ofPublicKey(byte[] ed25519) {
        byte[] bigEndian = reversed(ed25519);
        bigEndian[0] &= 0x7F; // the sign of x
        BigInteger y = new BigInteger(1, bigEndian);
        BigInteger u = BigInteger.ONE
                .add(y)
                .multiply(BigInteger.ONE.subtract(y).modInverse(PRIME))
                .mod(PRIME);
        return littleEndian(u);
    }

    /** The scalar by which Ed25519 multiplies (RFC 8032, section 5.1.5); whoever gets it wipes it. */
    static byte[] ofSeed(byte[] seed) {
        SHA512Digest digest = new SHA512Digest();
        digest.update(seed, 0, seed.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        byte[] scalar = Arrays.copyOf(hash, KEY_LENGTH);
        Secret.wipe(hash);
        scalar[0] &= (byte) 0b1111_1000;
        scalar[KEY_LENGTH - 1] &= 0b0111_1111;
        scalar[KEY_LENGTH - 1] |= 0b0100_0000;
        return scalar;
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] least = reversed(number.toByteArray());
        return Arrays.copyOf(least, KEY_LENGTH); // below 2^255, so never cut
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}

package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that only one key pair can open: HPKE in base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
 * ChaCha20-Poly1305. Anybody can wrap for a public key, so that what is unwrapped is secret, but not known to come from a friend: who
 * needs that must check it by other means. A wrapped secret is the encapsulated key (32 bytes), then the sealed secret.
 */
final class KeyWrap {
    /** Bytes that wrapping adds. */
    static final int OVERHEAD = X25519Form.KEY_LENGTH + Aead.TAG_LENGTH;

    private static final byte[] NO_ASSOCIATED_DATA = {};

    private KeyWrap() {}

    /**
     * Wraps a secret; each time the result is another one.
     *
     * @param info what it is for and where it stands: unwrapping asks for the same
     */
    static byte[] wrap(PublicKey recipient, byte[] secret, byte[] info) {
        HPKEContextWithEncapsulation context =
                suite().setupBaseS(new X25519PublicKeyParameters(recipient.agreementKey()), info);
        try {
            byte[] sealed = context.seal(NO_ASSOCIATED_DATA, secret);
            byte[] encapsulated = context.getEncapsulation();
            byte[] wrapped = Arrays.copyOf(encapsulated, encapsulated.length + sealed.length);
            System.arraycopy(sealed, 0, wrapped, encapsulated.length, sealed.length);
            return wrapped;
        } catch (InvalidCipherTextException e) {
            throw new RemException(ErrorCode.INTERNAL, "A key cannot be wrapped", e);
        }
    }

    /**
     * Unwraps what {@link #wrap} made; whoever gets the secret wipes it.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} when it was wrapped for another key or purpose, or changed
     */
    static byte[] unwrap(PrivateKey key, byte[] wrapped, byte[] info) {
        if (wrapped.length < OVERHEAD) {
            throw damaged(null);
        }
        byte[] agreementKey = key.agreementKey();
        try {
            return open(
                    new AsymmetricCipherKeyPair(
                            new X25519PublicKeyParameters(key.publicKey().agreementKey()),
                            new X25519PrivateKeyParameters(agreementKey)),
                    Arrays.copyOf(wrapped, X25519Form.KEY_LENGTH),
                    info,
                    NO_ASSOCIATED_DATA,
                    Arrays.copyOfRange(wrapped, X25519Form.KEY_LENGTH, wrapped.length));
        } finally {
            Secret.wipe(agreementKey);
        }
    }

    /** The receiver's side of HPKE, with everything that it can take. */
    static byte[] open(
            AsymmetricCipherKeyPair recipient, byte[] encapsulated, byte[] info, byte[] associated, byte[] sealed) {
        try {
            return suite().setupBaseR(encapsulated, recipient, info).open(associated, sealed);
        } catch (InvalidCipherTextException | IllegalStateException e) {
            // The latter where the encapsulated key is a point of low order.
            throw damaged(e);
        }
    }

    /** One for each use: it keeps state. */
    static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    private static RemException damaged(@Nullable Throwable cause) {
        return new RemException(ErrorCode.CORRUPTED, "A wrapped key was changed, moved or cut", cause);
    }
}

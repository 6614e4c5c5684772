package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ChaCha20-Poly1305 (RFC 8439), under a key that comes from a password. Not AES, as elsewhere: a private key is opened once in a
 * while, so speed does not matter, and a file that is carried from machine to machine should not lean on a processor's instructions
 * to be opened in constant time.
 */
final class PasswordCipher {
    static final int KEY_LENGTH = 32;
    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private PasswordCipher() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] associated, byte[] plain) {
        try {
            return run(Cipher.ENCRYPT_MODE, key, nonce, associated, plain);
        } catch (GeneralSecurityException e) {
            throw new RemException(ErrorCode.INTERNAL, "A key cannot be sealed", e);
        }
    }

    /** What was sealed; empty when the key, the associated data or the sealed bytes are other ones: which of them, nobody can say. */
    static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] associated, byte[] sealed) {
        try {
            return Optional.of(run(Cipher.DECRYPT_MODE, key, nonce, associated, sealed));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new RemException(ErrorCode.INTERNAL, "A sealed key cannot be opened", e);
        }
    }

    private static byte[] run(int mode, byte[] key, byte[] nonce, byte[] associated, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(input);
    }
}

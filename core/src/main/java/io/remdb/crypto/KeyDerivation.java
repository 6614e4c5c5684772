package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys out of keys: HKDF with SHA-256 (RFC 5869). */
public final class KeyDerivation {
    private KeyDerivation() {}

    /**
     * A key for one purpose.
     *
     * @param secret a key of at least 16 random bytes
     * @param salt makes the result another one; may be empty
     * @param purpose what the key is for: each purpose has a name of its own
     * @return {@link Aead#KEY_LENGTH} bytes
     */
    public static byte[] derive(byte[] secret, byte[] salt, String purpose) {
        return derive(secret, salt, purpose.getBytes(StandardCharsets.UTF_8), Aead.KEY_LENGTH);
    }

    /** HKDF with everything that it can take. */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(new SecretKeySpec(secret, "Generic"))
                            .addSalt(salt)
                            .thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new RemException(ErrorCode.INTERNAL, "This Java has no HKDF", e);
        }
    }
}

package io.remdb.crypto;

import java.time.Instant;
import java.util.Optional;

/** A key for tests, always the same one, that no password protects. */
public final class TestKeys implements KeySource {
    private static final int RECOVERY_BYTES = 20;
    private static final TestKeys KEYS = new TestKeys((byte) 1);

    private final byte number;

    private TestKeys(byte number) {
        this.number = number;
    }

    /** Keys with which a new database is encrypted. */
    public static KeySource encrypted() {
        return KEYS;
    }

    /** Those of somebody else. */
    public static KeySource others() {
        return new TestKeys((byte) 2);
    }

    /**
     * Keys for tests that hold for databases of either kind: with {@code -Drem.test.encrypted=true} all of their databases are
     * encrypted, else none is.
     */
    public static KeySource chosen() {
        return Boolean.getBoolean("rem.test.encrypted") ? KEYS : KeySource.NONE;
    }

    /** A recovery code, always the same one. */
    public static RecoveryCode recoveryCode() {
        return RecoveryCode.of(new byte[RECOVERY_BYTES]);
    }

    @Override
    public Optional<Recipient> recipientOfNew() {
        try (PrivateKey key = privateKey()) {
            return Optional.of(new Recipient(key.publicKey(), "test", Instant.EPOCH));
        }
    }

    @Override
    public PrivateKey privateKey() {
        byte[] seed = new byte[PrivateKey.SEED_LENGTH];
        seed[0] = number;
        return PrivateKey.ofSeed(seed);
    }
}

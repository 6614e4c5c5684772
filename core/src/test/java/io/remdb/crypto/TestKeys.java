package io.remdb.crypto;

import java.time.Instant;
import java.util.Optional;

/** A key for tests, always the same one, that no password protects. */
public final class TestKeys implements KeySource {
    private static final TestKeys KEYS = new TestKeys();

    private TestKeys() {}

    /** Keys with which a new database is encrypted. */
    public static KeySource encrypted() {
        return KEYS;
    }

    /**
     * Keys for tests that hold for databases of either kind: with {@code -Drem.test.encrypted=true} all of their databases are
     * encrypted, else none is.
     */
    public static KeySource chosen() {
        return Boolean.getBoolean("rem.test.encrypted") ? KEYS : KeySource.NONE;
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
        seed[0] = 1;
        return PrivateKey.ofSeed(seed);
    }
}

package io.remdb.bench;

import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import io.remdb.crypto.RecoveryCode;
import java.util.Optional;

/** Keys for an encrypted benchmark, gone with it: without a password, whose work is not what is measured. */
final class BenchKeys implements KeySource {
    private final RecoveryCode code = RecoveryCode.generate();

    @Override
    public Optional<Recipient> recipientOfNew() {
        try (PrivateKey key = privateKey()) {
            return Optional.of(Recipient.owner(key.publicKey()));
        }
    }

    @Override
    public PrivateKey privateKey() {
        return code.privateKey();
    }
}

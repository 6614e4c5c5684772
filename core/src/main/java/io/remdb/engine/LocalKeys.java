package io.remdb.engine;

import io.remdb.DatabaseKeys;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.Keyring;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import io.remdb.store.StoreEncryption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The keys of a database that is open in this process. */
final class LocalKeys implements DatabaseKeys {
    private final StoreEncryption encryption;
    private final Runnable newDataKey;

    /** @param newDataKey run when there is another data key, before whoever asked for it is answered */
    LocalKeys(StoreEncryption encryption, Runnable newDataKey) {
        this.encryption = encryption;
        this.newDataKey = newDataKey;
    }

    @Override
    public List<Recipient> recipients() {
        return encryption.recipients();
    }

    @Override
    public int generation() {
        return encryption.generation();
    }

    @Override
    public Recipient add(PublicKey key, String label) {
        Recipient recipient = recipient(key, label);
        encryption.change(keyring -> keyring.addRecipient(recipient));
        return recipient;
    }

    @Override
    public void remove(String fingerprint) {
        encryption.change(keyring -> keyring.removeRecipient(fingerprint));
        newDataKey.run();
    }

    @Override
    public Recipient replace(PublicKey former, PublicKey next) {
        String label = recipients().stream()
                .filter(recipient -> recipient.publicKey().equals(former))
                .findFirst()
                .map(Recipient::label)
                .orElseThrow(() -> new RemException(ErrorCode.NOT_FOUND, "No recipient has this fingerprint")
                        .with("fingerprint", former.fingerprint()));
        Recipient recipient = recipient(next, label);
        encryption.change(keyring -> keyring.rotateKeyPair(former, recipient));
        newDataKey.run();
        return recipient;
    }

    @Override
    public int rotate() {
        encryption.change(Keyring::rotateDataKey);
        newDataKey.run();
        return encryption.generation();
    }

    private static Recipient recipient(PublicKey key, String label) {
        return new Recipient(key, label, Instant.now().truncatedTo(ChronoUnit.MICROS));
    }
}

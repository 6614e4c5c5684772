package io.remdb.server.owner;

import io.remdb.DatabaseKeys;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The keys of a shared database. A change whose answer is lost with the owner may have been made: what the next owner finds tells, so
 * that it is not made twice, and its second making is no error.
 */
final class SharedKeys implements DatabaseKeys {
    private final SharedDatabase database;

    SharedKeys(SharedDatabase database) {
        this.database = database;
    }

    @Override
    public List<Recipient> recipients() {
        return database.with(current -> current.keys().recipients());
    }

    @Override
    public int generation() {
        return database.with(current -> current.keys().generation());
    }

    @Override
    public Recipient add(PublicKey key, String label) {
        return database.perhapsAgain((current, again) -> {
            DatabaseKeys keys = current.keys();
            Optional<Recipient> added = again ? find(keys, isOf(key)) : Optional.empty();
            return added.orElseGet(() -> keys.add(key, label));
        });
    }

    @Override
    public void remove(String fingerprint) {
        var _ = database.perhapsAgain((current, again) -> {
            DatabaseKeys keys = current.keys();
            boolean removed = again
                    && find(keys, recipient -> recipient.fingerprint().equals(fingerprint))
                            .isEmpty();
            if (!removed) {
                keys.remove(fingerprint);
            }
            return removed;
        });
    }

    @Override
    public Recipient replace(PublicKey former, PublicKey next) {
        return database.perhapsAgain((current, again) -> {
            DatabaseKeys keys = current.keys();
            Optional<Recipient> replaced = again ? find(keys, isOf(next)) : Optional.empty();
            return replaced.orElseGet(() -> keys.replace(former, next));
        });
    }

    @Override
    public int rotate() {
        int before = generation();
        return database.perhapsAgain((current, again) -> {
            DatabaseKeys keys = current.keys();
            int generation = keys.generation();
            return again && generation > before ? generation : keys.rotate();
        });
    }

    private static Predicate<Recipient> isOf(PublicKey key) {
        return recipient -> recipient.publicKey().equals(key);
    }

    private static Optional<Recipient> find(DatabaseKeys keys, Predicate<Recipient> wanted) {
        return keys.recipients().stream().filter(wanted).findFirst();
    }
}

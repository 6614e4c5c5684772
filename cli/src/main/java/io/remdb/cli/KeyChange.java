package io.remdb.cli;

import io.remdb.DatabaseKeys;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.crypto.PublicKey;
import java.util.function.Function;

/**
 * A change of who can open a database. It is made by whoever has the database open, who asks callers for no password; so the command
 * does, lest somebody at a terminal that was left alone lets themselves in for ever.
 */
final class KeyChange {
    private KeyChange() {}

    /**
     * Makes it, for a user whose key opens the database and who has its password.
     *
     * @throws RemException {@link ErrorCode#UNSUPPORTED} when the database is not encrypted or behind a server;
     *     {@link ErrorCode#SEALED}, {@link ErrorCode#WRONG_PASSWORD}, {@link ErrorCode#UNAUTHORIZED}
     */
    static <T> T make(Invocation invocation, Function<DatabaseKeys, T> change) {
        Passwords passwords = invocation.passwords(null);
        try (RemDatabase database = invocation.open(null, Creation.NEVER, passwords.source())) {
            DatabaseKeys keys = database.keys();
            requireRecipient(keys, passwords.unlocked().publicKey());
            return change.apply(keys);
        }
    }

    /** Refuses a key that does not open the database: it was open, and nobody has tried it. */
    static void requireRecipient(DatabaseKeys keys, PublicKey key) {
        if (keys.recipients().stream()
                .noneMatch(recipient -> recipient.publicKey().equals(key))) {
            throw new RemException(ErrorCode.UNAUTHORIZED, "This key cannot open the database")
                    .with("fingerprint", key.fingerprint())
                    .with("recipients", keys.recipients().size())
                    .hint("Somebody who can open it may add this key, or a recovery code opens it");
        }
    }
}

package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Optional;

/** Where the key comes from that opens a database, asked only when a database turns out to be encrypted or is made. */
public interface KeySource {
    /** Nobody has given a password: new databases are not encrypted, and those that are stay closed. */
    KeySource NONE = new KeySource() {
        @Override
        public Optional<Recipient> recipientOfNew() {
            return Optional.empty();
        }

        @Override
        public PrivateKey privateKey() {
            throw new RemException(ErrorCode.SEALED, "The database is encrypted and locked: no password was given")
                    .hint("Give the password with --password-stdin, P8_PASSWORD, or at the prompt of a terminal");
        }

        @Override
        public String toString() {
            return "KeySource[none]";
        }
    };

    /** Who a new database is encrypted for; empty: it is not encrypted. */
    Optional<Recipient> recipientOfNew();

    /**
     * A key that opens databases; whoever asked closes it.
     *
     * @throws RemException {@link ErrorCode#SEALED}, {@link ErrorCode#WRONG_PASSWORD}, or that there is no key
     */
    PrivateKey privateKey();

    /**
     * The key pair in a folder, opened by a password.
     *
     * @param password wiped by its owner, not here; open for as long as databases may be opened with it
     */
    static KeySource password(KeyFolder folder, Password password) {
        return new KeySource() {
            @Override
            public Optional<Recipient> recipientOfNew() {
                // Opened, so that nobody makes a database with a password that will not open it again.
                try (PrivateKey key = folder.unlock(password)) {
                    return Optional.of(Recipient.owner(key.publicKey()));
                }
            }

            @Override
            public PrivateKey privateKey() {
                return folder.unlock(password);
            }

            @Override
            public String toString() {
                return "KeySource[password]";
            }
        };
    }

    /**
     * A key that was opened already.
     *
     * @param key closed by its owner, not here; open for as long as databases may be opened with it
     */
    static KeySource unlocked(PrivateKey key) {
        return new KeySource() {
            @Override
            public Optional<Recipient> recipientOfNew() {
                return Optional.of(Recipient.owner(key.publicKey()));
            }

            @Override
            public PrivateKey privateKey() {
                return key.duplicate();
            }

            @Override
            public String toString() {
                return "KeySource[unlocked]";
            }
        };
    }

    /** What a recovery code stands for; it makes no databases. */
    static KeySource recovery(RecoveryCode code) {
        return new KeySource() {
            @Override
            public Optional<Recipient> recipientOfNew() {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "A recovery code opens databases, but makes none")
                        .hint("Create the database with the password of your keys");
            }

            @Override
            public PrivateKey privateKey() {
                return code.privateKey();
            }

            @Override
            public String toString() {
                return "KeySource[recovery]";
            }
        };
    }
}

package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The key pair of a user: {@code private_key_encrypted}, which a password opens, and {@code public_key}, to be handed on. The first one
 * is the pair, since it also holds the public key; the second one is made from it, and mended when it is missing or another one, as it
 * is after a crash between the two. Thread-safe, also among processes.
 */
public final class KeyFolder {
    private static final Logger LOGGER = System.getLogger(KeyFolder.class.getName());
    private static final String PRIVATE_KEY = "private_key_encrypted";
    private static final String PUBLIC_KEY = "public_key";

    private final PrivateFolder folder;
    private final KdfPolicy policy;

    /** What to do with a pair that is there. */
    public enum Overwrite {
        /** Leave it: it is an error. */
        REFUSED,
        /** Put the new one in its place: what was wrapped for the old one alone is lost. */
        ALLOWED
    }

    /** The pair in this folder, which need not exist. */
    public KeyFolder(Path path) {
        this(path, KdfPolicy.STANDARD);
    }

    KeyFolder(Path path, KdfPolicy policy) {
        this.folder = new PrivateFolder(path);
        this.policy = policy;
    }

    /** The folder {@code keys} in {@code P8_HOME}. */
    public static KeyFolder in(Path home) {
        return new KeyFolder(home.resolve("keys"));
    }

    /** Where it is. */
    public Path path() {
        return folder.path();
    }

    /** Whether there is a pair, in whatever state. */
    public boolean exists() {
        return folder.has(PRIVATE_KEY);
    }

    /**
     * Makes a new pair and keeps it here.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when there is one that may not be overwritten;
     *     {@link ErrorCode#INVALID_CONFIG} when others may write to the folder; {@link ErrorCode#IO_ERROR}
     */
    public PublicKey generate(Password password, Overwrite overwrite) {
        try (PrivateKey key = PrivateKey.generate()) {
            store(key, password, overwrite);
            return key.publicKey();
        }
    }

    /** Keeps this pair here, sealed with a password; otherwise as {@link #generate}. */
    public void store(PrivateKey key, Password password, Overwrite overwrite) {
        folder.prepare();
        folder.locked(() -> {
            if (overwrite == Overwrite.REFUSED && (folder.has(PRIVATE_KEY) || folder.has(PUBLIC_KEY))) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "There is a key pair already")
                        .with("path", folder.path())
                        .hint("--force replaces it; what was encrypted for it alone can then never be opened again");
            }
            return write(key, password);
        });
    }

    /** The private key first: it is the pair, so that after a crash the pair is the old one or the new one. */
    private PublicKey write(PrivateKey key, Password password) {
        folder.requireReplaceable(PRIVATE_KEY);
        folder.requireReplaceable(PUBLIC_KEY);
        folder.write(
                PRIVATE_KEY,
                SealedPrivateKey.seal(key, password, policy.freshParameters()).toBytes());
        folder.write(PUBLIC_KEY, line(key.publicKey()));
        return key.publicKey();
    }

    /**
     * The public key, without a password. Who could write to the folder could have changed it, which {@link #unlock} notices: before
     * anything is encrypted for it that matters, take the one of the key that was unlocked.
     *
     * @throws RemException as {@link #unlock}, except for the password
     */
    public PublicKey publicKey() {
        return read().publicKey();
    }

    /**
     * Opens the private key, which takes most of a second and 64 MiB; its user closes it.
     *
     * @throws RemException {@link ErrorCode#WRONG_PASSWORD} when the password is wrong or the file was changed, without telling which;
     *     {@link ErrorCode#NOT_FOUND} without a pair; {@link ErrorCode#CORRUPTED} or {@link ErrorCode#UNKNOWN_FORMAT} when the file does
     *     not have the form of one; {@link ErrorCode#INVALID_CONFIG} when others may get at it; {@link ErrorCode#IO_ERROR}
     */
    public PrivateKey unlock(Password password) {
        SealedPrivateKey sealed = read();
        boolean inOrder = isLine(sealed.publicKey());
        PrivateKey key = sealed.open(password);
        if (!inOrder) {
            mend(key.publicKey());
        }
        return key;
    }

    /**
     * Seals the private key with another password. Copies of the file from before still open with the old one: when that is known to
     * somebody who may have a copy, the pair is to be replaced.
     *
     * @throws RemException as {@link #unlock} and {@link #store}
     */
    public void changePassword(Password current, Password next) {
        read(); // before the folder is written to
        folder.prepare();
        folder.locked(() -> {
            try (PrivateKey key = read().open(current)) {
                return write(key, next);
            }
        });
    }

    private SealedPrivateKey read() {
        byte[] file = folder.read(PRIVATE_KEY, PrivateFolder.ANYTHING)
                .orElseThrow(() -> new RemException(ErrorCode.NOT_FOUND, "There is no key pair")
                        .with("path", folder.path())
                        .hint("rem key-gen makes one"));
        try {
            SealedPrivateKey sealed = SealedPrivateKey.parse(file);
            policy.requireStrong(sealed.kdf());
            return sealed;
        } catch (RemException e) {
            throw e.with("path", folder.path().resolve(PRIVATE_KEY));
        }
    }

    private boolean isLine(PublicKey key) {
        return folder.read(PUBLIC_KEY, PrivateFolder.WRITING)
                .filter(file -> Arrays.equals(file, line(key)))
                .isPresent();
    }

    /** The key in memory is good also where the folder cannot be written to. */
    private void mend(PublicKey key) {
        try {
            folder.locked(() -> {
                // Another process may have replaced the pair meanwhile.
                if (read().publicKey().equals(key)) {
                    folder.write(PUBLIC_KEY, line(key));
                }
                return key;
            });
        } catch (RemException e) {
            LOGGER.log(
                    Level.WARNING,
                    "The file of the public key is missing or wrong, and cannot be mended: {0}",
                    e.getMessage());
        }
    }

    private static byte[] line(PublicKey key) {
        return (key + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}

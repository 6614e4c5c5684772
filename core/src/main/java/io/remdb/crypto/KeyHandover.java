package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A private key on its way from one process to another of the same user, through a pipe that nobody else reads: never in a file, an
 * argument or the environment. So the process that asked its user for the password can start another that opens the database.
 */
public final class KeyHandover {
    private KeyHandover() {}

    /** One line; whoever writes it wipes the array. */
    public static byte[] line(PrivateKey key) {
        byte[] seed = key.seed();
        try {
            byte[] text = Base64.getEncoder().encode(seed);
            byte[] line = Arrays.copyOf(text, text.length + 1);
            Secret.wipe(text);
            line[line.length - 1] = '\n';
            return line;
        } finally {
            Secret.wipe(seed);
        }
    }

    /**
     * The key of a line, without its end.
     *
     * @throws RemException {@link ErrorCode#INTERNAL} when it is none
     */
    public static PrivateKey read(byte[] line) {
        try {
            byte[] seed = Base64.getDecoder().decode(line);
            if (seed.length == PrivateKey.SEED_LENGTH) {
                return PrivateKey.ofSeed(seed);
            }
            Secret.wipe(seed);
        } catch (IllegalArgumentException _) {
            // said below, without what was read
        }
        throw new RemException(ErrorCode.INTERNAL, "What another process handed on is no key");
    }
}

package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How much work it is to make a key out of a password: Argon2id, version 1.3 (RFC 9106). They stand in the file of the key, where
 * anybody may have changed them, so they are bounded: nobody's memory is used up by a file.
 *
 * @param memoryKibibytes memory, at most 4 GiB
 * @param iterations passes over the memory, at most 1,000
 * @param parallelism lanes, at most 16
 * @param salt 16 to 64 bytes, other ones for each sealing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KdfParameters(int memoryKibibytes, int iterations, int parallelism, byte[] salt) {
    private static final int MOST_MEMORY_KIBIBYTES = 4 << 20;
    private static final int MOST_ITERATIONS = 1000;
    private static final int MOST_PARALLELISM = 16;
    private static final int SHORTEST_SALT = 16;
    private static final int LONGEST_SALT = 64;
    /** Argon2's own bound, for each lane. */
    private static final int LEAST_LANE_KIBIBYTES = 8;

    KdfParameters {
        requireWithin("parallelism", parallelism, 1, MOST_PARALLELISM);
        requireWithin("memory_kib", memoryKibibytes, LEAST_LANE_KIBIBYTES * parallelism, MOST_MEMORY_KIBIBYTES);
        requireWithin("iterations", iterations, 1, MOST_ITERATIONS);
        requireWithin("salt", salt.length, SHORTEST_SALT, LONGEST_SALT);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new RemException(ErrorCode.CORRUPTED, "The work that a key file asks for is outside the limits")
                    .with(name, value)
                    .with("least", least)
                    .with("most", most);
        }
    }

    /** The key of a password; takes the time and the memory that the parameters say. */
    byte[] derive(Password password) {
        requireMemory();
        byte[] utf8 = password.utf8();
        try {
            return argon2id(utf8, new byte[0], new byte[0]);
        } finally {
            Secret.wipe(utf8);
        }
    }

    /**
     * Argon2id with everything that it can take.
     *
     * @param secret a key that the hash also depends on; may be empty
     * @param associated other data that it also depends on; may be empty
     * @return 32 bytes
     */
    byte[] argon2id(byte[] password, byte[] secret, byte[] associated) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKibibytes)
                .withIterations(iterations)
                .withParallelism(parallelism)
                .withSalt(salt)
                .withSecret(secret)
                .withAdditional(associated)
                .build());
        byte[] key = new byte[PasswordCipher.KEY_LENGTH];
        generator.generateBytes(password, key);
        return key;
    }

    /** Memory that the process cannot have would end it, and with it an open database. */
    private void requireMemory() {
        long heapKibibytes = Runtime.getRuntime().maxMemory() >> 10;
        if (memoryKibibytes > heapKibibytes / 4 * 3) {
            throw new RemException(ErrorCode.TOO_LARGE, "To open the key takes more memory than this process may use")
                    .with("needed_mib", memoryKibibytes >> 10)
                    .with("heap_mib", heapKibibytes >> 10)
                    .hint("Give Java more memory with -Xmx");
        }
    }
}

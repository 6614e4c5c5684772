package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * The work that goes into new keys, which is also the least that a key file may ask for: all that we have ever written have that
 * much, so one with less was changed by somebody who wants to guess the password with less effort.
 *
 * @param memoryKibibytes memory of Argon2id
 * @param iterations its passes
 */
record KdfPolicy(int memoryKibibytes, int iterations) {
    /** The second choice of RFC 9106, section 4 (64 MiB, 3 passes): the first one takes 2 GiB, which a process of ours does not have. */
    static final KdfPolicy STANDARD = new KdfPolicy(64 << 10, 3);

    /** RFC 9106 has four lanes. Bouncy Castle computes one after the other, so more would cost us as much, and a guesser less. */
    private static final int PARALLELISM = 1;

    private static final int SALT_LENGTH = 16;

    /** Parameters for a sealing, with a new salt. */
    KdfParameters freshParameters() {
        return new KdfParameters(memoryKibibytes, iterations, PARALLELISM, Secret.randomBytes(SALT_LENGTH));
    }

    /** Refuses parameters that are weaker. */
    void requireStrong(KdfParameters parameters) {
        if (parameters.memoryKibibytes() < memoryKibibytes || parameters.iterations() < iterations) {
            throw new RemException(ErrorCode.CORRUPTED, "The key file asks for less work than is safe")
                    .with("memory_kib", parameters.memoryKibibytes())
                    .with("iterations", parameters.iterations())
                    .hint("Somebody has changed the file: take it from a backup");
        }
    }
}

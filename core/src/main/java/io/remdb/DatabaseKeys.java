package io.remdb;

import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import java.util.List;

/** Who can open an encrypted database. Thread-safe; each change is on the disk when it returns. */
public interface DatabaseKeys {
    /** Those whose key opens it, in the order in which they were added. */
    List<Recipient> recipients();

    /** The number of the data key that is written with: from 1. */
    int generation();

    /**
     * Lets somebody else open it, with everything that is in it.
     *
     * @param label what you call them; at most {@link Recipient#LONGEST_LABEL} characters
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when their key opens it already
     */
    Recipient add(PublicKey key, String label);

    /**
     * Shuts somebody out of what is written from now on. What they could read until now they may have copied, keys included.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND}; {@link ErrorCode#INVALID_ARGUMENT} when nobody would be left
     */
    void remove(String fingerprint);

    /**
     * Puts a new key in the place of one, which opens nothing from now on.
     *
     * @throws RemException as {@link #add} and {@link #remove}
     */
    Recipient replace(PublicKey former, PublicKey next);

    /**
     * Has everything that is written from now on sealed with a new data key; the rows that are there keep theirs until they are written
     * again.
     *
     * @return the new {@link #generation}
     */
    int rotate();
}

package io.remdb.store;

import io.remdb.crypto.Keyring;
import io.remdb.crypto.KeyringChange;
import io.remdb.crypto.Recipient;
import java.util.List;
import java.util.function.Function;

/** The keys of an encrypted store. Thread-safe. */
public interface StoreEncryption {
    /** Who can open it, in the order in which they were added. */
    List<Recipient> recipients();

    /** The number of the data key that is written with: from 1. */
    int generation();

    /**
     * A key for files that are kept beside the store.
     *
     * @param generation of the data key that it is made of: what is written now has {@link #generation}
     * @param purpose what it is for; each has keys of its own
     * @return of {@link io.remdb.crypto.Aead#KEY_LENGTH} bytes, which their user wipes
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#CORRUPTED} when there is no such generation
     */
    byte[] fileKey(int generation, String purpose);

    /** Makes the keys others, in one unit that is on the disk when this returns. */
    void change(Function<Keyring, KeyringChange> change);
}

package io.remdb.crypto;

import java.util.Map;
import java.util.Set;

/**
 * What has to be written so that a keyring is another one: all of it in one atomic unit, or nothing. After that the new keyring is the
 * database's and the old one is closed; when the unit was not written, the new one is closed.
 *
 * @param keyring the new keyring
 * @param puts entries by name
 * @param deletes names of entries that go
 */
public record KeyringChange(Keyring keyring, Map<String, byte[]> puts, Set<String> deletes) {
    /** Copies the collections, not the entries. */
    public KeyringChange {
        puts = Map.copyOf(puts);
        deletes = Set.copyOf(deletes);
    }
}

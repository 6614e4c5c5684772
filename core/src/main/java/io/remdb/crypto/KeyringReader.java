package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Makes a {@link Keyring} of its entries, or says what is wrong with them. */
final class KeyringReader {
    private final Map<String, byte[]> entries;
    private final RootKey root;

    private KeyringReader(Map<String, byte[]> entries, RootKey root) {
        this.entries = entries;
        this.root = root;
    }

    /** As {@link Keyring#open} says. */
    static Keyring read(UUID databaseId, Map<String, byte[]> entries, PrivateKey key) {
        RootEntry rootEntry = RootEntry.parse(required(entries, KeyringManifest.ROOT));
        String name = KeyringManifest.recipientEntry(key.publicKey());
        byte[] wrapped = entries.get(name);
        if (wrapped == null) {
            throw notARecipient(entries.keySet(), key.publicKey());
        }
        RootKey root = RootKey.unwrap(databaseId, rootEntry.rootId(), name, wrapped, key);
        try {
            return new KeyringReader(entries, root).keyring(databaseId, rootEntry.manifest());
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private Keyring keyring(UUID databaseId, byte[] sealedManifest) {
        KeyringManifest manifest = KeyringManifest.parse(root.open(KeyringManifest.ROOT, sealedManifest));
        requireExactly(manifest.entries());
        List<Secret> dataKeys = new ArrayList<>();
        for (int generation = 1; generation <= manifest.generation(); generation++) {
            dataKeys.add(key(KeyringManifest.dataEntry(generation)));
        }
        return new Keyring(databaseId, root, manifest.recipients(), dataKeys, key(KeyringManifest.INDEX));
    }

    private Secret key(String name) {
        return Secret.owning(root.open(name, required(entries, name)));
    }

    /** One entry too many may be somebody who hopes to become a recipient, one too few a key that was taken away. */
    private void requireExactly(Set<String> expected) {
        for (String name : expected) {
            required(entries, name);
        }
        for (String name : entries.keySet()) {
            if (!expected.contains(name)) {
                throw new RemException(ErrorCode.CORRUPTED, "A key does not belong to the database")
                        .with("entry", name);
            }
        }
    }

    private static byte[] required(Map<String, byte[]> entries, String name) {
        byte[] entry = entries.get(name);
        if (entry == null) {
            throw new RemException(ErrorCode.CORRUPTED, "A key of the database is missing").with("entry", name);
        }
        return entry;
    }

    private static RemException notARecipient(Set<String> names, PublicKey key) {
        return new RemException(ErrorCode.UNAUTHORIZED, "This key cannot open the database")
                .with("fingerprint", key.fingerprint())
                .with(
                        "recipients",
                        names.stream()
                                .filter(name -> name.startsWith(KeyringManifest.RECIPIENT))
                                .count())
                .hint("Somebody who can open it may add this key, or a recovery code opens it");
    }
}

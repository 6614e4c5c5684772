package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The keys of one encrypted database, opened: a data key for each generation, under which rows are sealed, and the index key, which
 * makes blind tokens. They are sealed under a root key, and that is wrapped for the public key of each {@link Recipient}, so recipients
 * come and go without a row being written again.
 *
 * <p>At rest a keyring is a set of named entries, which the store keeps as they are:
 *
 * <ul>
 *   <li>{@code root}: the form (1), the root's id (16 bytes), then sealed the list of recipients and the newest generation
 *   <li>{@code recipient/<fingerprint>}: the root key, wrapped
 *   <li>{@code data/<generation>}, from 1: a data key, sealed
 *   <li>{@code index}: the index key, sealed
 * </ul>
 *
 * <p>A keyring never changes; what would change it gives a {@link KeyringChange}. Thread-safe; closing it wipes the keys.
 */
public final class Keyring implements AutoCloseable {
    /** The most recipients of a database. */
    public static final int MOST_RECIPIENTS = 100;

    private final UUID databaseId;
    private final RootKey root;
    private final List<Recipient> recipients;
    /** Of generation 1 first. */
    private final List<Secret> dataKeys;

    private final Secret indexKey;

    /** Takes the keys over. */
    Keyring(UUID databaseId, RootKey root, List<Recipient> recipients, List<Secret> dataKeys, Secret indexKey) {
        this.databaseId = databaseId;
        this.root = root;
        this.recipients = List.copyOf(recipients);
        this.dataKeys = List.copyOf(dataKeys);
        this.indexKey = indexKey;
    }

    /**
     * The keys of a new database, which one recipient can open.
     *
     * @param databaseId of the database; the entries are those of no other one
     */
    public static KeyringChange create(UUID databaseId, Recipient owner) {
        Keyring keyring = new Keyring(
                databaseId,
                RootKey.random(databaseId),
                List.of(owner),
                List.of(Secret.random(Aead.KEY_LENGTH)),
                Secret.random(Aead.KEY_LENGTH));
        return new KeyringChange(keyring, keyring.entries(), Set.of());
    }

    /**
     * Opens the keys of a database.
     *
     * @param entries all of them, by name
     * @param key a recipient's; not needed any more afterwards
     * @throws RemException {@link ErrorCode#UNAUTHORIZED} when it is not a recipient's; {@link ErrorCode#CORRUPTED} when an entry was
     *     changed, is missing or does not belong to them; {@link ErrorCode#UNKNOWN_FORMAT}
     */
    public static Keyring open(UUID databaseId, Map<String, byte[]> entries, PrivateKey key) {
        return KeyringReader.read(databaseId, entries, key);
    }

    /** Whose keys these are. */
    public UUID databaseId() {
        return databaseId;
    }

    /** Who can open the database, in the order in which they were added; as sealed under the root key. */
    public List<Recipient> recipients() {
        return recipients;
    }

    /** The generation whose key new rows are sealed under: from 1. */
    public int currentGeneration() {
        return dataKeys.size();
    }

    /**
     * A key for one purpose, made of the data key of a generation.
     *
     * @param salt makes the result another one; may be empty
     * @param purpose what the key is for: each purpose has a name of its own
     * @return {@link Aead#KEY_LENGTH} bytes, which their user wipes
     * @throws RemException {@link ErrorCode#CORRUPTED} when there is none: what names it was not written with these keys
     */
    public byte[] derive(int generation, byte[] salt, String purpose) {
        return deriveAndWipe(dataKey(generation), salt, purpose);
    }

    /** A key for blind tokens of one purpose, made of the index key: {@link Aead#KEY_LENGTH} bytes, which their user wipes. */
    public byte[] deriveForTokens(String purpose) {
        return deriveAndWipe(indexKey(), new byte[0], purpose);
    }

    private static byte[] deriveAndWipe(byte[] key, byte[] salt, String purpose) {
        try {
            return KeyDerivation.derive(key, salt, purpose);
        } finally {
            Secret.wipe(key);
        }
    }

    /** The key of a generation: a copy, which its user wipes. */
    byte[] dataKey(int generation) {
        if (generation < 1 || generation > dataKeys.size()) {
            throw new RemException(ErrorCode.CORRUPTED, "The database has no key of this generation")
                    .with("generation", generation)
                    .with("newest", dataKeys.size());
        }
        return dataKeys.get(generation - 1).copy();
    }

    /** The key that makes blind tokens: a copy, which its user wipes. */
    byte[] indexKey() {
        return indexKey.copy();
    }

    /**
     * Lets somebody else open the database, all of it: what was written before, too.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when they can already; {@link ErrorCode#TOO_LARGE} from the
     *     {@link #MOST_RECIPIENTS}th on
     */
    public KeyringChange addRecipient(Recipient recipient) {
        requireNew(recipient);
        if (recipients.size() >= MOST_RECIPIENTS) {
            throw new RemException(ErrorCode.TOO_LARGE, "The database has as many recipients as it can have")
                    .with("limit", MOST_RECIPIENTS);
        }
        List<Recipient> more = new ArrayList<>(recipients);
        more.add(recipient);
        Keyring next = new Keyring(databaseId, root.duplicate(), more, copies(), indexKey.duplicate());
        return new KeyringChange(
                next,
                Map.of(
                        KeyringManifest.ROOT,
                        next.rootEntry(),
                        KeyringManifest.recipientEntry(recipient.publicKey()),
                        next.recipientEntry(recipient.publicKey())),
                Set.of());
    }

    /**
     * Shuts somebody out of what is written from now on: the root key is another one, wrapped for the others, and new rows have a new
     * data key. The keys until now may have been kept, so what was written before is open to who has kept them, until it is written
     * anew; so is the index key, with which guesses at values can be compared with the tokens in a copy of the files.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is no such recipient; {@link ErrorCode#INVALID_ARGUMENT} when it is
     *     the last one
     */
    public KeyringChange removeRecipient(String fingerprint) {
        Recipient removed = recipient(fingerprint);
        if (recipients.size() == 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The last recipient cannot be removed")
                    .with("fingerprint", fingerprint)
                    .hint("Nobody could open the database any more: add another one first");
        }
        return renewed(recipients.stream()
                .filter(recipient -> !recipient.equals(removed))
                .toList());
    }

    /**
     * Puts a recipient in the place of another one, who is shut out as in {@link #removeRecipient}: for a user who has made a new pair
     * of keys.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is no such recipient; {@link ErrorCode#INVALID_ARGUMENT} when the new
     *     one is there already
     */
    public KeyringChange rotateKeyPair(PublicKey former, Recipient next) {
        Recipient replaced = recipient(former.fingerprint());
        requireNew(next);
        return renewed(recipients.stream()
                .map(recipient -> recipient.equals(replaced) ? next : recipient)
                .toList());
    }

    /** Seals new rows under a new data key; those that are there stay under theirs. */
    public KeyringChange rotateDataKey() {
        Keyring next = new Keyring(databaseId, root.duplicate(), recipients, copiesAndOneMore(), indexKey.duplicate());
        int generation = next.currentGeneration();
        return new KeyringChange(
                next,
                Map.of(
                        KeyringManifest.ROOT,
                        next.rootEntry(),
                        KeyringManifest.dataEntry(generation),
                        next.dataEntry(generation)),
                Set.of());
    }

    private KeyringChange renewed(List<Recipient> others) {
        Keyring next =
                new Keyring(databaseId, RootKey.random(databaseId), others, copiesAndOneMore(), indexKey.duplicate());
        Set<String> deletes = manifest().entries();
        deletes.removeAll(next.manifest().entries());
        return new KeyringChange(next, next.entries(), deletes);
    }

    private List<Secret> copies() {
        return dataKeys.stream().map(Secret::duplicate).toList();
    }

    private List<Secret> copiesAndOneMore() {
        List<Secret> keys = new ArrayList<>(copies());
        keys.add(Secret.random(Aead.KEY_LENGTH));
        return keys;
    }

    private void requireNew(Recipient recipient) {
        if (recipients.stream().anyMatch(known -> known.publicKey().equals(recipient.publicKey()))) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "This key can open the database already")
                    .with("fingerprint", recipient.fingerprint());
        }
    }

    private Recipient recipient(String fingerprint) {
        return recipients.stream()
                .filter(recipient -> recipient.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow(() -> new RemException(ErrorCode.NOT_FOUND, "No recipient has this fingerprint")
                        .with("fingerprint", fingerprint)
                        .with("recipients", recipients.size()));
    }

    private Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new HashMap<>();
        entries.put(KeyringManifest.ROOT, rootEntry());
        entries.put(KeyringManifest.INDEX, sealed(KeyringManifest.INDEX, indexKey));
        for (int generation = 1; generation <= dataKeys.size(); generation++) {
            entries.put(KeyringManifest.dataEntry(generation), dataEntry(generation));
        }
        for (Recipient recipient : recipients) {
            PublicKey key = recipient.publicKey();
            entries.put(KeyringManifest.recipientEntry(key), recipientEntry(key));
        }
        return entries;
    }

    private KeyringManifest manifest() {
        return new KeyringManifest(dataKeys.size(), recipients);
    }

    private byte[] rootEntry() {
        return new RootEntry(
                        root.id(), root.seal(KeyringManifest.ROOT, manifest().toBytes()))
                .toBytes();
    }

    private byte[] recipientEntry(PublicKey recipient) {
        return root.wrapFor(recipient, KeyringManifest.recipientEntry(recipient));
    }

    private byte[] dataEntry(int generation) {
        return sealed(KeyringManifest.dataEntry(generation), dataKeys.get(generation - 1));
    }

    private byte[] sealed(String name, Secret key) {
        byte[] copy = key.copy();
        try {
            return root.seal(name, copy);
        } finally {
            Secret.wipe(copy);
        }
    }

    /** Wipes the keys; asking for one is {@link ErrorCode#CLOSED} (a {@link RemException}) from now on. */
    @Override
    public void close() {
        root.close();
        dataKeys.forEach(Secret::close);
        indexKey.close();
    }

    /** Whose keys these are, not what they are. */
    @Override
    public String toString() {
        return "Keyring[" + databaseId + "]";
    }
}

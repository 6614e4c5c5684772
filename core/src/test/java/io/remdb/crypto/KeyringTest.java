package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
    private static final UUID DATABASE = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00.123456Z");

    private final PrivateKey owner = PrivateKey.generate();
    private final PrivateKey friend = PrivateKey.generate();
    /** What a store would hold. */
    private final Map<String, byte[]> entries = new HashMap<>();

    private Keyring create() {
        return write(Keyring.create(DATABASE, recipient(owner, "laptop")));
    }

    /** As a store does it: all entries in one unit, then the new keyring in the place of the old one. */
    private Keyring write(KeyringChange change) {
        entries.putAll(change.puts());
        entries.keySet().removeAll(change.deletes());
        return change.keyring();
    }

    private Keyring open(PrivateKey key) {
        return Keyring.open(DATABASE, entries, key);
    }

    private byte[] stored(String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static Recipient recipient(PrivateKey key, String label) {
        return new Recipient(key.publicKey(), label, NOW);
    }

    private static String entry(PrivateKey key) {
        return "recipient/" + key.publicKey().fingerprint();
    }

    private static ThrowableAssertAlternative<RemException> refused(ErrorCode code, ThrowingCallable use) {
        return assertThatExceptionOfType(RemException.class)
                .isThrownBy(use)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    /** The same keys for rows and tokens. */
    private static void assertSame(Keyring one, Keyring other) {
        assertThat(one.currentGeneration()).isEqualTo(other.currentGeneration());
        for (int generation = 1; generation <= one.currentGeneration(); generation++) {
            assertThat(one.dataKey(generation)).isEqualTo(other.dataKey(generation));
        }
        assertThat(one.indexKey()).isEqualTo(other.indexKey());
        assertThat(one.recipients()).isEqualTo(other.recipients());
    }

    @Test
    void ofANewDatabaseHasOneDataKeyAndOneRecipient() {
        Keyring created = create();

        assertThat(entries).containsOnlyKeys("root", "index", "data/1", entry(owner));
        assertThat(created.databaseId()).isEqualTo(DATABASE);
        assertThat(created.currentGeneration()).isEqualTo(1);
        assertThat(created.recipients()).containsExactly(recipient(owner, "laptop"));
        assertSame(open(owner), created);
    }

    @Test
    void hasKeysOfItsOwn() {
        Keyring first = create();
        Keyring second = Keyring.create(DATABASE, recipient(owner, "")).keyring();

        assertThat(first.dataKey(1)).hasSize(Aead.KEY_LENGTH).isNotEqualTo(second.dataKey(1));
        assertThat(first.indexKey())
                .hasSize(Aead.KEY_LENGTH)
                .isNotEqualTo(second.indexKey())
                .isNotEqualTo(first.dataKey(1));
    }

    @Test
    void showsNoKeyAtRest() {
        Keyring keyring = create();

        for (byte[] entry : entries.values()) {
            String shown = Hex.text(entry);
            assertThat(shown)
                    .doesNotContain(Hex.text(keyring.dataKey(1)))
                    .doesNotContain(Hex.text(keyring.indexKey()))
                    .doesNotContain(Hex.text("laptop".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void doesNotOpenForAnybodyElse() {
        create();

        refused(ErrorCode.UNAUTHORIZED, () -> open(friend))
                .withMessage("This key cannot open the database (fingerprint="
                        + friend.publicKey().fingerprint() + ", recipients=1)")
                .satisfies(e -> assertThat(e.hint()).isPresent());
    }

    @Test
    void opensForARecipientWhoWasAdded() {
        Keyring before = create();
        KeyringChange change = before.addRecipient(recipient(friend, "phone"));

        assertThat(change.puts()).containsOnlyKeys("root", entry(friend));
        assertThat(change.deletes()).isEmpty();
        assertThat(before.recipients()).hasSize(1); // as long as nothing was written
        Keyring after = write(change);
        assertThat(after.recipients()).containsExactly(recipient(owner, "laptop"), recipient(friend, "phone"));
        assertSame(open(friend), after);
        assertSame(open(owner), after);
        assertThat(after.dataKey(1)).isEqualTo(before.dataKey(1));
    }

    @Test
    void opensForARecoveryCode() {
        RecoveryCode code = RecoveryCode.generate();
        Keyring keyring = create();
        write(keyring.addRecipient(recipient(code.privateKey(), "recovery code")));

        assertThat(open(RecoveryCode.parse(code.text()).privateKey()).dataKey(1))
                .isEqualTo(keyring.dataKey(1));
    }

    @Test
    void shutsARemovedRecipientOutOfWhatIsWrittenNext() {
        Keyring before = write(create().addRecipient(recipient(friend, "phone")));
        Map<String, byte[]> kept = new HashMap<>(entries);

        KeyringChange change = before.removeRecipient(friend.publicKey().fingerprint());
        assertThat(change.puts()).containsOnlyKeys("root", "index", "data/1", "data/2", entry(owner));
        assertThat(change.deletes()).containsExactly(entry(friend));
        Keyring after = write(change);

        refused(ErrorCode.UNAUTHORIZED, () -> open(friend)).withMessageContaining("recipients=1");
        assertThat(after.currentGeneration()).isEqualTo(2);
        assertThat(after.recipients()).containsExactly(recipient(owner, "laptop"));
        assertThat(after.dataKey(1)).isEqualTo(before.dataKey(1));
        assertThat(after.dataKey(2)).isNotEqualTo(before.dataKey(1));
        assertSame(open(owner), after);
        // What was kept opens what was there, and nothing new.
        Keyring old = Keyring.open(DATABASE, kept, friend);
        assertThat(old.currentGeneration()).isEqualTo(1);
        // The kept entry in the place that it had does not help either.
        entries.put(entry(friend), kept.get(entry(friend)));
        refused(ErrorCode.CORRUPTED, () -> open(friend));
        refused(ErrorCode.CORRUPTED, () -> open(owner)).withMessageContaining(entry(friend));
    }

    @Test
    void keepsTheLastRecipient() {
        Keyring keyring = create();

        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> keyring.removeRecipient(owner.publicKey().fingerprint()));
        refused(
                ErrorCode.NOT_FOUND,
                () -> keyring.removeRecipient(friend.publicKey().fingerprint()));
    }

    @Test
    void sealsNewRowsUnderANewDataKey() {
        Keyring before = create();
        KeyringChange change = before.rotateDataKey();

        assertThat(change.puts()).containsOnlyKeys("root", "data/2");
        assertThat(change.deletes()).isEmpty();
        Keyring after = write(change);
        assertThat(after.currentGeneration()).isEqualTo(2);
        assertThat(after.dataKey(1)).isEqualTo(before.dataKey(1));
        assertThat(after.dataKey(2)).isNotEqualTo(after.dataKey(1));
        assertSame(open(owner), after);
    }

    @Test
    void putsANewPairInThePlaceOfTheFormerOne() {
        Keyring before = write(create().addRecipient(recipient(friend, "phone")));
        PrivateKey next = PrivateKey.generate();

        Keyring after = write(before.rotateKeyPair(owner.publicKey(), recipient(next, "new laptop")));

        assertThat(after.recipients()).containsExactly(recipient(next, "new laptop"), recipient(friend, "phone"));
        assertThat(entries).doesNotContainKey(entry(owner));
        refused(ErrorCode.UNAUTHORIZED, () -> open(owner));
        assertSame(open(next), after);
        assertSame(open(friend), after);
        assertThat(after.currentGeneration()).isEqualTo(2);
    }

    @Test
    void putsANewPairAlsoInThePlaceOfTheLastOne() {
        write(create().rotateKeyPair(owner.publicKey(), recipient(friend, "")));

        assertThat(open(friend).recipients()).containsExactly(recipient(friend, ""));
        refused(ErrorCode.UNAUTHORIZED, () -> open(owner));
    }

    @Test
    void hasEachRecipientOnce() {
        Keyring keyring = write(create().addRecipient(recipient(friend, "phone")));

        refused(ErrorCode.INVALID_ARGUMENT, () -> keyring.addRecipient(recipient(friend, "again")));
        refused(ErrorCode.INVALID_ARGUMENT, () -> keyring.rotateKeyPair(owner.publicKey(), recipient(friend, "again")));
        refused(
                ErrorCode.NOT_FOUND,
                () -> keyring.rotateKeyPair(PrivateKey.generate().publicKey(), recipient(owner, "")));
    }

    @Test
    void hasARecipientLimit() {
        Keyring keyring = create();
        for (int i = 1; i < Keyring.MOST_RECIPIENTS; i++) {
            keyring = write(keyring.addRecipient(recipient(PrivateKey.generate(), "x".repeat(100))));
        }
        Keyring full = keyring;

        refused(ErrorCode.TOO_LARGE, () -> full.addRecipient(recipient(friend, "")));
        assertThat(open(owner).recipients()).hasSize(Keyring.MOST_RECIPIENTS);
    }

    @Test
    void survivesManyChanges() {
        Keyring keyring = create();
        List<byte[]> dataKeys = new ArrayList<>(List.of(keyring.dataKey(1)));
        for (int i = 0; i < 10; i++) {
            keyring = write(keyring.addRecipient(recipient(friend, "phone")));
            keyring = write(keyring.rotateDataKey());
            dataKeys.add(keyring.dataKey(keyring.currentGeneration()));
            keyring = write(keyring.removeRecipient(friend.publicKey().fingerprint()));
            dataKeys.add(keyring.dataKey(keyring.currentGeneration()));
        }

        Keyring opened = open(owner);
        assertSame(opened, keyring);
        assertThat(opened.currentGeneration()).isEqualTo(21);
        for (int i = 0; i < dataKeys.size(); i++) {
            assertThat(opened.dataKey(i + 1)).isEqualTo(dataKeys.get(i));
        }
    }

    @Test
    void refusesEveryChangedByte() {
        write(create().addRecipient(recipient(friend, "phone")));
        for (String name : List.of("root", "index", "data/1", entry(owner))) {
            byte[] original = stored(name);
            for (int i = 0; i < original.length; i++) {
                byte[] changed = original.clone();
                changed[i] ^= 1;
                entries.put(name, changed);
                // The first byte is the form of all entries.
                ErrorCode expected = name.equals("root") && i == 0 ? ErrorCode.UNKNOWN_FORMAT : ErrorCode.CORRUPTED;
                refused(expected, () -> open(owner));
            }
            entries.put(name, original);
        }
        open(owner).close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 17, 20, 30, 40})
    void refusesWhatWasCut(int length) {
        write(create().addRecipient(recipient(friend, "phone")));
        for (String name : List.of("root", "index", "data/1", entry(owner))) {
            byte[] original = stored(name);
            entries.put(name, Arrays.copyOf(original, length));
            refused(ErrorCode.CORRUPTED, () -> open(owner));
            entries.put(name, original);
        }
    }

    @Test
    void refusesEntriesThatWereSwapped() {
        write(write(create().addRecipient(recipient(friend, "phone"))).rotateDataKey());
        for (String[] pair : new String[][] {
            {"data/1", "data/2"},
            {"data/1", "index"},
            {entry(owner), entry(friend)},
            {"index", entry(owner)},
            {"root", "index"}
        }) {
            Map<String, byte[]> swapped = new HashMap<>(entries);
            swapped.put(pair[0], entries.get(pair[1]));
            swapped.put(pair[1], entries.get(pair[0]));

            assertThatExceptionOfType(RemException.class)
                    .as(String.join(" and ", pair))
                    .isThrownBy(() -> Keyring.open(DATABASE, swapped, owner))
                    .satisfies(e -> assertThat(e.code()).isIn(ErrorCode.CORRUPTED, ErrorCode.UNKNOWN_FORMAT));
        }
    }

    @Test
    void refusesEntriesOfAnotherDatabaseOrOfFormerDays() {
        Keyring first = create();
        Map<String, byte[]> former = new HashMap<>(entries);
        write(first.rotateKeyPair(owner.publicKey(), recipient(friend, "")));
        write(open(friend).rotateKeyPair(friend.publicKey(), recipient(owner, "laptop")));
        Map<String, byte[]> other =
                Keyring.create(UUID.randomUUID(), recipient(owner, "laptop")).puts();

        for (String name : List.of("root", "index", "data/1", entry(owner))) {
            for (Map<String, byte[]> source : List.of(former, other)) {
                Map<String, byte[]> mixed = new HashMap<>(entries);
                mixed.put(name, source.get(name));
                refused(ErrorCode.CORRUPTED, () -> Keyring.open(DATABASE, mixed, owner));
            }
        }
        refused(ErrorCode.CORRUPTED, () -> Keyring.open(DATABASE, other, owner));
        refused(ErrorCode.CORRUPTED, () -> Keyring.open(UUID.randomUUID(), entries, owner));
    }

    @Test
    void refusesEntriesThatAreMissingOrTooMany() {
        write(write(create().addRecipient(recipient(friend, "phone"))).rotateDataKey());
        for (String name : List.of("root", "index", "data/1", "data/2", entry(friend))) {
            byte[] original = stored(name);
            entries.remove(name);
            refused(ErrorCode.CORRUPTED, () -> open(owner)).withMessageContaining("entry=" + name);
            entries.put(name, original);
        }
        for (String name : List.of("data/3", "data/0", "data/01", "recipient/", "other")) {
            entries.put(name, entries.get("data/1"));
            refused(ErrorCode.CORRUPTED, () -> open(owner)).withMessageContaining("entry=" + name);
            entries.remove(name);
        }
        refused(ErrorCode.CORRUPTED, () -> Keyring.open(DATABASE, Map.of(), owner));
    }

    /** Somebody who has the disk, but no key, writes himself among the recipients, so that the next rotation serves him. */
    @Test
    void servesNobodyWhoAddedHimself() {
        Keyring opened = create();
        PrivateKey stranger = PrivateKey.generate();
        entries.put(entry(stranger), KeyWrap.wrap(stranger.publicKey(), new byte[Aead.KEY_LENGTH], new byte[0]));

        refused(ErrorCode.CORRUPTED, () -> open(owner)).withMessageContaining(entry(stranger));

        // Also not where the database was open already: the list of recipients is the sealed one.
        Keyring rotated = write(opened.rotateKeyPair(owner.publicKey(), recipient(friend, "")));
        assertThat(rotated.recipients()).containsExactly(recipient(friend, ""));
        refused(ErrorCode.CORRUPTED, () -> open(stranger));
    }

    /** He may wrap a root key of his own for the owner, whose public key is public. */
    @Test
    void isNotOpenedUnderARootKeyOfSomebodyElse() {
        create();
        PrivateKey stranger = PrivateKey.generate();
        KeyringChange created = Keyring.create(DATABASE, recipient(stranger, ""));
        entries.put(entry(stranger), created.puts().get(entry(stranger)));
        entries.putAll(
                created.keyring().addRecipient(recipient(owner, "laptop")).puts());

        refused(ErrorCode.CORRUPTED, () -> open(owner)).withMessageContaining("entry=data/1");
    }

    @Test
    void hasNoKeyForGenerationsThatItDoesNotKnow() {
        Keyring keyring = create();

        for (int generation : new int[] {0, -1, 2, Integer.MAX_VALUE}) {
            refused(ErrorCode.CORRUPTED, () -> keyring.dataKey(generation))
                    .withMessageContaining("generation=" + generation);
        }
    }

    @Test
    void givesCopiesOfItsKeys() {
        Keyring keyring = create();
        byte[] key = keyring.dataKey(1);
        keyring.dataKey(1)[0]++;
        keyring.indexKey()[0]++;

        assertThat(keyring.dataKey(1)).isEqualTo(key);
        assertSame(open(owner), keyring);
    }

    @Test
    void isWipedWhenItIsClosedAndTheOneThatFollowedItIsNot() {
        Keyring before = create();
        Keyring after = write(before.rotateDataKey());
        before.close();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> before.dataKey(1),
                before::indexKey,
                before::rotateDataKey,
                () -> before.addRecipient(recipient(friend, "")))) {
            refused(ErrorCode.CLOSED, use);
        }
        assertSame(open(owner), after);
        assertThat(before).hasToString("Keyring[" + DATABASE + "]");
    }

    @Test
    void needsThePrivateKeyOnlyToOpen() {
        create();
        PrivateKey key = PrivateKey.ofSeed(owner.seed());
        Keyring keyring = open(key);
        key.close();

        assertSame(write(keyring.rotateDataKey()), open(owner));
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nbreak", "\u0000", "\u001b[31m"})
    void hasLabelsThatCanBePrinted(String label) {
        refused(ErrorCode.INVALID_ARGUMENT, () -> recipient(friend, label));
        refused(ErrorCode.INVALID_ARGUMENT, () -> recipient(friend, "x".repeat(Recipient.LONGEST_LABEL + 1)));
    }

    /** What the first release wrote has to be read for ever. */
    @Test
    void readsWhatTheFirstReleaseWrote() throws IOException {
        Properties written = new Properties();
        try (InputStream file = KeyringTest.class.getResourceAsStream("keyring-1.properties")) {
            written.load(file);
        }
        for (String name : written.stringPropertyNames()) {
            entries.put(name, Base64.getDecoder().decode(written.getProperty(name)));
        }

        PrivateKey key = PrivateKey.ofSeed(Hex.repeated(1, PrivateKey.SEED_LENGTH));
        Keyring keyring = open(key);

        assertThat(keyring.currentGeneration()).isEqualTo(2);
        assertThat(keyring.recipients())
                .containsExactly(
                        recipient(key, "laptop"),
                        recipient(PrivateKey.ofSeed(Hex.repeated(2, PrivateKey.SEED_LENGTH)), "Töchterchen"));
        assertThat(Hex.text(keyring.dataKey(1)))
                .isEqualTo("95e585d7997403356b29a4a35b54f57c01aaebe22b0d6274a23a6a6cc85a2bf2");
        assertThat(Hex.text(keyring.dataKey(2)))
                .isEqualTo("659ee25c7186e9449e3cee63a8adc2c080a6b7907ecb3e95b9301ab07aeb80ce");
        assertThat(Hex.text(keyring.indexKey()))
                .isEqualTo("5dded2fff8f19c3c1e7c92157b48e5f0687ae459c79ed1a43b3aad6347b49bc8");
    }
}

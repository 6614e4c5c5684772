package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedPrivateKeyTest {
    /** Little work, so that thousands of files can be tried. */
    private static final KdfPolicy QUICK = new KdfPolicy(64, 1);

    private static final Password PASSWORD = Password.of("correct horse".toCharArray());
    /** What the first release wrote: it has to be read for ever. */
    private static final String FIRST =
            "{\"version\":1,\"public_key\":\"ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
                    + "\"kdf\":{\"algorithm\":\"argon2id\",\"memory_kib\":64,\"iterations\":1,\"parallelism\":1,\"salt\":\"KIieFvk2EfYquZ8JfNpG9A==\"},"
                    + "\"cipher\":\"chacha20-poly1305\",\"nonce\":\"nRt9bfnu/0H9pPP6\","
                    + "\"sealed\":\"3223PIeL7j1+rJ8dcHHEPm1608xagJvATrqhLndtYZhxMJTgvf9NDVWyyWKPbyDx\"}\n";

    private final PrivateKey key = PrivateKey.generate();
    private final byte[] file =
            SealedPrivateKey.seal(key, PASSWORD, QUICK.freshParameters()).toBytes();

    @Test
    void opensWithThePassword() {
        try (PrivateKey opened = SealedPrivateKey.parse(file).open(PASSWORD)) {
            assertThat(opened.seed()).isEqualTo(key.seed());
            assertThat(opened.publicKey()).isEqualTo(key.publicKey());
        }
    }

    @Test
    void readsWhatTheFirstReleaseWrote() {
        SealedPrivateKey sealed = SealedPrivateKey.parse(FIRST.getBytes(StandardCharsets.UTF_8));

        assertThat(sealed.publicKey()).hasToString("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assertThat(Hex.text(sealed.open(PASSWORD).seed()))
                .isEqualTo("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    }

    @Test
    void showsNothingOfThePrivateKey() {
        String text = new String(file, StandardCharsets.UTF_8);

        assertThat(text)
                .startsWith("{\"version\":1,\"public_key\":\"" + key.publicKey() + "\"")
                .doesNotContain(Hex.text(key.seed()))
                .doesNotContain(Base64.getEncoder().encodeToString(key.seed()).substring(0, 8));
    }

    @Test
    void isAnotherOneEachTimeItIsSealed() {
        SealedPrivateKey first = SealedPrivateKey.parse(file);
        SealedPrivateKey second = SealedPrivateKey.seal(key, PASSWORD, QUICK.freshParameters());

        assertThat(second.nonce()).isNotEqualTo(first.nonce());
        assertThat(second.kdf().salt()).isNotEqualTo(first.kdf().salt());
        assertThat(second.sealed()).isNotEqualTo(first.sealed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horsf", "Correct horse", "correct horse ", "c", "pferd"})
    void doesNotOpenWithAnotherPassword(String other) {
        SealedPrivateKey sealed = SealedPrivateKey.parse(file);

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> sealed.open(Password.of(other.toCharArray())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_PASSWORD))
                .withMessage("The password is wrong, or the key file was changed");
    }

    @Test
    void doesNotTellAChangedSealFromAWrongPassword() {
        SealedPrivateKey sealed = SealedPrivateKey.parse(file);
        RemException wrong = failure(sealed, Password.of("other".toCharArray()));
        for (int i = 0; i < sealed.sealed().length; i++) {
            byte[] changed = sealed.sealed().clone();
            changed[i] ^= (byte) 0x80;

            RemException failure =
                    failure(new SealedPrivateKey(key.publicKey(), sealed.kdf(), sealed.nonce(), changed), PASSWORD);

            assertThat(failure.code()).isEqualTo(wrong.code());
            assertThat(failure).hasMessage(wrong.getMessage());
            assertThat(failure.hint()).isEqualTo(wrong.hint());
        }
    }

    @Test
    void doesNotOpenUnderAnotherHeader() {
        SealedPrivateKey sealed = SealedPrivateKey.parse(file);
        KdfParameters kdf = sealed.kdf();
        KdfParameters otherLanes = new KdfParameters(kdf.memoryKibibytes(), kdf.iterations(), 2, kdf.salt());
        KdfParameters otherSalt = QUICK.freshParameters();
        PublicKey other = PrivateKey.generate().publicKey();

        for (SealedPrivateKey changed : new SealedPrivateKey[] {
            new SealedPrivateKey(other, kdf, sealed.nonce(), sealed.sealed()),
            new SealedPrivateKey(key.publicKey(), otherLanes, sealed.nonce(), sealed.sealed()),
            new SealedPrivateKey(key.publicKey(), otherSalt, sealed.nonce(), sealed.sealed()),
            new SealedPrivateKey(key.publicKey(), kdf, new byte[PasswordCipher.NONCE_LENGTH], sealed.sealed())
        }) {
            assertThat(failure(changed, PASSWORD).code()).isEqualTo(ErrorCode.WRONG_PASSWORD);
        }
    }

    private static RemException failure(SealedPrivateKey sealed, Password password) {
        return catchThrowableOfType(RemException.class, () -> sealed.open(password));
    }

    @Test
    void refusesEveryChangeOfABit() {
        Set<ErrorCode> met = EnumSet.noneOf(ErrorCode.class);
        for (int i = 0; i < file.length; i++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) (1 << bit);
                met.add(refusal(changed));
            }
        }

        assertThat(met)
                .containsExactlyInAnyOrder(ErrorCode.WRONG_PASSWORD, ErrorCode.CORRUPTED, ErrorCode.UNKNOWN_FORMAT);
    }

    @Test
    void refusesEveryCut() {
        for (int length = 0; length < file.length; length++) {
            assertThat(refusal(Arrays.copyOf(file, length))).isEqualTo(ErrorCode.CORRUPTED);
        }
    }

    @Test
    void refusesWhatMeansTheSameInAnotherForm() {
        String text = new String(file, StandardCharsets.UTF_8);

        for (String other : new String[] {
            text.strip(),
            text + "\n",
            " " + text,
            text.replace(",", ", "),
            text.replace("\"version\":1", "\"version\":1.0"),
            text.replace("\"version\":1,", ""),
            text.replace("{\"version\":1,", "{\"version\":1,\"version\":1,"),
            text.replace("\"cipher\"", "\"comment\":\"\",\"cipher\""),
            text.replace("==\"", "\""),
            text.replace("ed25519:", "\\u0065d25519:")
        }) {
            assertThat(other).isNotEqualTo(text);
            assertThat(refusal(other.getBytes(StandardCharsets.UTF_8))).isEqualTo(ErrorCode.CORRUPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "{}", "[]", "null", "{\"version\":1}", "{\"version\":{}}", "\u0000", "-----BEGIN"})
    void refusesWhatIsNoKeyFile(String text) {
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(ErrorCode.CORRUPTED);
    }

    @Test
    void saysThatAFileIsOfANewerRelease() {
        byte[] newer = new String(file, StandardCharsets.UTF_8)
                .replace("\"version\":1", "\"version\":2")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(newer)).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
    }

    /** What the file is refused with, from reading to opening; an opened key fails the test. */
    private static ErrorCode refusal(byte[] file) {
        RemException refusal = catchThrowableOfType(RemException.class, () -> {
            SealedPrivateKey sealed = SealedPrivateKey.parse(file);
            QUICK.requireStrong(sealed.kdf());
            sealed.open(PASSWORD);
        });
        assertThat(refusal).as(new String(file, StandardCharsets.ISO_8859_1)).isNotNull();
        return refusal.code();
    }
}

package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.KeyFolder.Overwrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFolderTest {
    private static final KdfPolicy QUICK = new KdfPolicy(64, 1);
    private static final Password PASSWORD = Password.of("correct horse".toCharArray());
    private static final Password OTHER = Password.of("battery staple".toCharArray());

    @TempDir
    Path temporary;

    private Path path;
    private Path privateFile;
    private Path publicFile;
    private KeyFolder folder;

    @BeforeEach
    void name() {
        path = temporary.resolve("home/keys");
        privateFile = path.resolve("private_key_encrypted");
        publicFile = path.resolve("public_key");
        folder = new KeyFolder(path, QUICK);
    }

    @Test
    void makesAPairThatThePasswordOpens() throws IOException {
        assertThat(folder.exists()).isFalse();

        PublicKey made = folder.generate(PASSWORD, Overwrite.REFUSED);

        assertThat(folder.exists()).isTrue();
        assertThat(folder.path()).isEqualTo(path);
        assertThat(folder.publicKey()).isEqualTo(made);
        assertThat(Files.readString(publicFile)).isEqualTo(made + "\n");
        try (PrivateKey key = folder.unlock(PASSWORD)) {
            assertThat(key.publicKey()).isEqualTo(made);
        }
    }

    /** The one test that does the real work, with the memory and the time that it takes. */
    @Test
    void worksAsUsersHaveIt() throws IOException {
        KeyFolder real = KeyFolder.in(temporary);

        PublicKey made = real.generate(PASSWORD, Overwrite.REFUSED);

        assertThat(real.path()).isEqualTo(temporary.resolve("keys"));
        assertThat(Files.readString(temporary.resolve("keys/private_key_encrypted")))
                .contains("\"algorithm\":\"argon2id\",\"memory_kib\":65536,\"iterations\":3,\"parallelism\":1,");
        assertThat(real.unlock(PASSWORD).publicKey()).isEqualTo(made);
        refused(ErrorCode.WRONG_PASSWORD, () -> real.unlock(OTHER));
    }

    @Test
    void refusesFilesThatMakeGuessingCheaper() {
        folder.generate(PASSWORD, Overwrite.REFUSED);

        refused(ErrorCode.CORRUPTED, () -> new KeyFolder(path).unlock(PASSWORD))
                .withMessageContaining("less work than is safe")
                .withMessageContaining("memory_kib=64");
    }

    @Test
    void hasNoPairBeforeOneIsMade() {
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                folder::publicKey, () -> folder.unlock(PASSWORD), () -> folder.changePassword(PASSWORD, OTHER))) {
            refused(ErrorCode.NOT_FOUND, use)
                    .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("key-gen"));
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void doesNotOpenWithAnotherPassword() {
        folder.generate(PASSWORD, Overwrite.REFUSED);

        refused(ErrorCode.WRONG_PASSWORD, () -> folder.unlock(OTHER));
    }

    @Test
    void isItsUsersAlone() throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);

        assertThat(mode(temporary.resolve("home"))).isEqualTo("rwx------");
        assertThat(mode(path)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(path)) {
            assertThat(files.toList())
                    .contains(privateFile, publicFile)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void isNotOverwrittenUnlessSomebodySaysSo() {
        PublicKey first = folder.generate(PASSWORD, Overwrite.REFUSED);

        refused(ErrorCode.INVALID_ARGUMENT, () -> folder.generate(OTHER, Overwrite.REFUSED))
                .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("--force"));
        assertThat(folder.unlock(PASSWORD).publicKey()).isEqualTo(first);

        PublicKey second = folder.generate(OTHER, Overwrite.ALLOWED);
        assertThat(second).isNotEqualTo(first);
        assertThat(folder.unlock(OTHER).publicKey()).isEqualTo(second);
        refused(ErrorCode.WRONG_PASSWORD, () -> folder.unlock(PASSWORD));
    }

    @Test
    void aPublicKeyAloneIsNotOverwrittenEither() throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);
        Files.delete(privateFile);

        refused(ErrorCode.INVALID_ARGUMENT, () -> folder.generate(OTHER, Overwrite.REFUSED));
    }

    @Test
    void keepsAPairThatIsInUseAlready() {
        PrivateKey next = PrivateKey.generate();
        folder.generate(PASSWORD, Overwrite.REFUSED);

        folder.store(next, OTHER, Overwrite.ALLOWED);

        assertThat(folder.publicKey()).isEqualTo(next.publicKey());
        assertThat(folder.unlock(OTHER).seed()).isEqualTo(next.seed());
    }

    @Test
    void ofThoseWhoRaceToMakeOneOnlyOneDoes() throws Exception {
        List<PublicKey> made = new ArrayList<>();
        int refusals = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<PublicKey>> racers = new ArrayList<>();
            Callable<PublicKey> racer = () -> new KeyFolder(path, QUICK).generate(PASSWORD, Overwrite.REFUSED);
            for (int i = 0; i < 8; i++) {
                racers.add(threads.submit(racer));
            }
            for (Future<PublicKey> one : racers) {
                try {
                    made.add(one.get());
                } catch (ExecutionException e) {
                    assertThat(e)
                            .cause()
                            .isInstanceOf(RemException.class)
                            .hasMessageStartingWith("There is a key pair");
                    refusals++;
                }
            }
        }

        assertThat(made).containsExactly(folder.unlock(PASSWORD).publicKey());
        assertThat(refusals).isEqualTo(7);
    }

    @Test
    void changesThePassword() throws IOException {
        PublicKey made = folder.generate(PASSWORD, Overwrite.REFUSED);
        byte[] before = Files.readAllBytes(privateFile);

        folder.changePassword(PASSWORD, OTHER);

        assertThat(folder.unlock(OTHER).publicKey()).isEqualTo(made);
        assertThat(Files.readString(publicFile)).isEqualTo(made + "\n");
        assertThat(SealedPrivateKey.parse(Files.readAllBytes(privateFile)).kdf().salt())
                .isNotEqualTo(SealedPrivateKey.parse(before).kdf().salt());
        refused(ErrorCode.WRONG_PASSWORD, () -> folder.unlock(PASSWORD));
    }

    @Test
    void keepsThePasswordWhenTheCurrentOneIsWrong() throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);
        byte[] before = Files.readAllBytes(privateFile);

        refused(ErrorCode.WRONG_PASSWORD, () -> folder.changePassword(OTHER, OTHER));

        assertThat(Files.readAllBytes(privateFile)).isEqualTo(before);
    }

    @Test
    void namesTheFileThatIsDamaged() throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);
        Files.writeString(privateFile, "{}");

        refused(ErrorCode.CORRUPTED, () -> folder.unlock(PASSWORD)).withMessageContaining(privateFile.toString());
        refused(ErrorCode.CORRUPTED, folder::publicKey);
        Files.writeString(privateFile, "x".repeat(5000));
        refused(ErrorCode.CORRUPTED, folder::publicKey);
    }

    /** After a crash between the two files, or when somebody has deleted or overwritten the lesser one. */
    @ParameterizedTest
    @ValueSource(strings = {"missing", "of another pair", "cut", "empty", "large"})
    void mendsThePublicKeyOnceThePrivateOneIsOpen(String state) throws IOException {
        PublicKey made = folder.generate(PASSWORD, Overwrite.REFUSED);
        String line = Files.readString(publicFile);
        switch (state) {
            case "missing" -> Files.delete(publicFile);
            case "of another pair" ->
                Files.writeString(publicFile, PrivateKey.generate().publicKey() + "\n");
            case "cut" -> Files.writeString(publicFile, line.substring(0, 20));
            case "large" -> Files.writeString(publicFile, line.repeat(100));
            default -> Files.writeString(publicFile, "");
        }

        assertThat(folder.publicKey()).isEqualTo(made);
        refused(ErrorCode.WRONG_PASSWORD, () -> folder.unlock(OTHER));
        if (!state.equals("missing")) {
            assertThat(Files.readString(publicFile)).isNotEqualTo(line); // nothing is believed yet
        }

        assertThat(folder.unlock(PASSWORD).publicKey()).isEqualTo(made);
        assertThat(Files.readString(publicFile)).isEqualTo(line);
        assertThat(mode(publicFile)).isEqualTo("rw-------");
    }

    @Test
    void isTheOldPairOrTheNewOneWhereverWritingItEnded() throws IOException {
        PublicKey first = folder.generate(PASSWORD, Overwrite.REFUSED);
        byte[] firstPrivate = Files.readAllBytes(privateFile);
        byte[] firstPublic = Files.readAllBytes(publicFile);
        PublicKey second = folder.generate(OTHER, Overwrite.ALLOWED);
        byte[] secondPrivate = Files.readAllBytes(privateFile);

        // Half of the new private key is written beside the old one.
        Files.write(privateFile, firstPrivate);
        Files.write(publicFile, firstPublic);
        Files.write(path.resolve("private_key_encrypted.new"), Arrays.copyOf(secondPrivate, 100));
        assertThat(folder.unlock(PASSWORD).publicKey()).isEqualTo(first);

        // The new private key has its name, the public one has not.
        Files.write(privateFile, secondPrivate);
        Files.write(path.resolve("public_key.new"), new byte[10]);
        assertThat(folder.unlock(OTHER).publicKey()).isEqualTo(second);
        assertThat(Files.readString(publicFile)).isEqualTo(second + "\n");

        // What was left lying about is in nobody's way.
        PublicKey third = folder.generate(PASSWORD, Overwrite.ALLOWED);
        assertThat(folder.unlock(PASSWORD).publicKey()).isEqualTo(third);
        try (Stream<Path> files = Files.list(path)) {
            assertThat(files).allSatisfy(file -> assertThat(file.toString()).doesNotEndWith(".new"));
        }
    }

    @Test
    void opensAlsoWhereThePublicKeyCannotBeMended() throws IOException {
        PublicKey made = folder.generate(PASSWORD, Overwrite.REFUSED);
        Files.delete(publicFile);
        Files.createDirectories(path.resolve("public_key.new/in the way"));

        assertThat(folder.unlock(PASSWORD).publicKey()).isEqualTo(made);
        assertThat(publicFile).doesNotExist();
    }

    @Test
    void saysThatItCannotBeWritten() throws IOException {
        Files.createDirectory(temporary.resolve("home"));
        Files.createFile(path);

        refused(ErrorCode.IO_ERROR, () -> folder.generate(PASSWORD, Overwrite.REFUSED))
                .satisfies(e -> assertThat(e.hint()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-", "rw------x"})
    void refusesAPrivateKeyThatOthersMayReadOrChange(String mode) throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);
        Files.setPosixFilePermissions(privateFile, PosixFilePermissions.fromString(mode));

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                folder::publicKey, () -> folder.unlock(PASSWORD), () -> folder.changePassword(PASSWORD, OTHER))) {
            refused(ErrorCode.INVALID_CONFIG, use)
                    .withMessageContaining(mode)
                    .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("chmod 600 " + privateFile));
        }
    }

    @Test
    void letsOthersReadThePublicKeyButNotChangeIt() throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);
        Files.setPosixFilePermissions(publicFile, PosixFilePermissions.fromString("rw-r--r--"));
        folder.unlock(PASSWORD).close();

        Files.setPosixFilePermissions(publicFile, PosixFilePermissions.fromString("rw-rw-r--"));
        refused(ErrorCode.INVALID_CONFIG, () -> folder.unlock(PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void refusesAFolderInWhichOthersMayPutFiles(String mode) throws IOException {
        folder.generate(PASSWORD, Overwrite.REFUSED);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                folder::publicKey,
                () -> folder.unlock(PASSWORD),
                () -> folder.generate(OTHER, Overwrite.ALLOWED),
                () -> folder.changePassword(PASSWORD, OTHER))) {
            refused(ErrorCode.INVALID_CONFIG, use)
                    .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("chmod 700 " + path));
        }
    }

    @Test
    void takesReadingAFolderAwayFromOthersWhenItWritesThere() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));

        folder.generate(PASSWORD, Overwrite.REFUSED);

        assertThat(mode(path)).isEqualTo("rwx------");
    }

    @Test
    void refusesKeyFilesThatAreLinks() throws IOException {
        PublicKey made = folder.generate(PASSWORD, Overwrite.REFUSED);
        for (Path file : List.of(privateFile, publicFile)) {
            Path elsewhere = temporary.resolve("elsewhere");
            Files.move(file, elsewhere);
            Files.createSymbolicLink(file, elsewhere);

            refused(ErrorCode.INVALID_CONFIG, () -> folder.unlock(PASSWORD)).withMessageContaining(file.toString());
            refused(ErrorCode.INVALID_CONFIG, () -> folder.generate(OTHER, Overwrite.ALLOWED));
            refused(ErrorCode.INVALID_CONFIG, () -> folder.changePassword(PASSWORD, OTHER));

            Files.move(elsewhere, file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(folder.unlock(PASSWORD).publicKey()).isEqualTo(made); // nothing was written
    }

    @Test
    void refusesKeyFilesThatAreNoFiles() throws IOException {
        Files.createDirectories(privateFile);

        refused(ErrorCode.INVALID_CONFIG, folder::publicKey);
        refused(ErrorCode.INVALID_ARGUMENT, () -> folder.generate(PASSWORD, Overwrite.REFUSED));
        refused(ErrorCode.INVALID_CONFIG, () -> folder.generate(PASSWORD, Overwrite.ALLOWED));
    }

    private static ThrowableAssertAlternative<RemException> refused(ErrorCode code, ThrowingCallable use) {
        return assertThatExceptionOfType(RemException.class)
                .isThrownBy(use)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

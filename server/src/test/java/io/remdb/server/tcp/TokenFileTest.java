package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    private static final int PROCESSES = 3;
    private static final int THREADS = 8;

    @TempDir
    Path folder;

    @Test
    void isMadeAtFirstUseForItsOwnerAlone() throws IOException {
        Path home = folder.resolve("home");

        String token = TokenFile.in(home).readOrCreate();

        assertThat(token).matches("[A-Za-z0-9_-]{43}"); // 256 bits
        assertThat(mode(home)).isEqualTo("rwx------");
        assertThat(mode(home.resolve("token"))).isEqualTo("rw-------");
        assertThat(TokenFile.in(home).readOrCreate()).isEqualTo(token);
        assertThat(TokenFile.in(home).read()).contains(token);
        assertThat(TokenFile.in(folder.resolve("other")).readOrCreate()).isNotEqualTo(token);
    }

    @Test
    void isNotMadeByReading() {
        assertThat(TokenFile.in(folder).read()).isEmpty();
        assertThat(folder.resolve("token")).doesNotExist();
    }

    @Test
    void isTheSameForProcessesAndThreadsThatRace() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Racer.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.getInputStream().read()).isEqualTo('r'); // ready
        }
        List<String> tokens = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<String>> racers = new ArrayList<>();
            Callable<String> racer = () -> TokenFile.in(folder).readOrCreate();
            for (Process process : processes) {
                process.getOutputStream().close(); // go
            }
            for (int i = 0; i < THREADS; i++) {
                racers.add(threads.submit(racer));
            }
            for (Future<String> one : racers) {
                tokens.add(one.get());
            }
        }
        for (Process process : processes) {
            tokens.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            assertThat(process.waitFor()).isZero();
        }

        assertThat(tokens)
                .hasSize(PROCESSES + THREADS)
                .containsOnly(TokenFile.in(folder).read().orElseThrow());
    }

    /** Another process that wants the token when it is told to. */
    static final class Racer {
        private Racer() {}

        public static void main(String[] arguments) throws IOException {
            System.out.print('r');
            System.out.flush();
            System.in.readAllBytes();
            System.out.print(TokenFile.in(Path.of(arguments[0])).readOrCreate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void isRefusedWhereOthersMayReadOrChangeIt(String mode) throws IOException {
        TokenFile file = TokenFile.in(folder);
        String token = file.readOrCreate();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(mode));

        for (Callable<?> use : List.<Callable<?>>of(file::readOrCreate, file::read)) {
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(use::call)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
                    .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("chmod 600"))
                    .withMessageContaining(mode)
                    .withMessageNotContaining(token);
        }
    }

    @Test
    void isNotFollowedToAnotherFile() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "secret\n");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(folder.resolve("token"), elsewhere);
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> TokenFile.in(folder).readOrCreate())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
    }

    @Test
    void mayBeReadOnly() throws IOException {
        String token = TokenFile.in(folder).readOrCreate();
        Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("r--------"));
        assertThat(TokenFile.in(folder).readOrCreate()).isEqualTo(token);
    }

    @Test
    void mayBeWrittenByItsOwner() throws IOException {
        TokenFile file = write("my-own-token  \n");

        assertThat(file.readOrCreate()).isEqualTo("my-own-token");
    }

    @Test
    void isFilledWhereAProcessEndedBeforeItCould() throws IOException {
        TokenFile file = write("");

        assertThat(file.read()).isEmpty();
        assertThat(file.readOrCreate()).hasSize(43).isEqualTo(file.read().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "two\nlines", "höher"})
    void isRefusedWhereItHoldsSomethingElse(String content) throws IOException {
        TokenFile file = write(content);

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(file::readOrCreate)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIG))
                .withMessageNotContaining(content);
    }

    @Test
    void isRefusedWhereItIsLargerThanAToken() throws IOException {
        TokenFile file = write("x".repeat(5000));

        assertThatExceptionOfType(RemException.class).isThrownBy(file::readOrCreate);
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> TokenFile.in(folder.resolve("file")).readOrCreate())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
    }

    private TokenFile write(String content) throws IOException {
        TokenFile file = TokenFile.in(folder);
        Files.createFile(
                file.path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file.path(), content);
        return file;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is kept out of a folder, and until when. */
class FolderLockTest {
    private static final int LOCKED = 7;

    @TempDir
    Path folder;

    @Test
    void isNotLetGoWhenItsOwnProcessIsRefused() throws Exception {
        Path sameFolder = Files.createSymbolicLink(folder.resolveSibling("name-of-" + folder.getFileName()), folder);
        try (FolderLock _ = FolderLock.take(folder)) {
            for (Path name : new Path[] {folder, sameFolder}) {
                assertThatExceptionOfType(RemException.class)
                        .isThrownBy(() -> FolderLock.take(name))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));
            }
            assertThat(anotherProcess()).isEqualTo(LOCKED);
        } finally {
            Files.delete(sameFolder);
        }
        assertThat(anotherProcess()).isZero();
        FolderLock.take(folder).close();
    }

    private int anotherProcess() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName(),
                        folder.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** {@code FOLDER}: takes the lock and ends; says by its exit code what came of it. */
    static final class Taker {
        private Taker() {}

        public static void main(String[] arguments) {
            try {
                FolderLock.take(Path.of(arguments[0])).close();
            } catch (RemException e) {
                System.exit(e.code() == ErrorCode.LOCKED ? LOCKED : 1);
            }
        }
    }
}

package io.remdb.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of an exception whose message is a file's name. */
class IoProblemTest {
    @TempDir
    Path folder;

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path missing = folder.resolve("missing");
        assertThat(problem(() -> Files.readString(missing))).isEqualTo("there is no " + missing);
        assertThat(problem(() -> Files.createFile(file))).isEqualTo("it is there already: " + file);
        assertThat(IoProblem.of(new NotDirectoryException("/a"))).isEqualTo("it is no folder: /a");
        assertThat(problem(() -> Files.delete(folder))).isEqualTo("the folder is not empty: " + folder);
        assertThat(problem(() -> Files.readString(file.resolve("x")))).contains("Not a directory");
        assertThat(IoProblem.of(new AccessDeniedException("/a"))).isEqualTo("permission denied: /a");
        assertThat(IoProblem.of(new ReadOnlyFileSystemException())).contains("read-only");
    }

    @Test
    void namesTheFolderWhereAFileCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path missing = folder.resolve("missing");
        String part = missing.resolve(".x.part").toString();
        assertThat(IoProblem.ofWriting(missing.resolve("x"), new NoSuchFileException(part)))
                .isEqualTo("there is no folder " + missing);
        assertThat(IoProblem.ofWriting(folder.resolve("x"), new AccessDeniedException(part)))
                .isEqualTo("permission denied: " + folder);
        assertThat(IoProblem.ofWriting(file.resolve("x"), new FileSystemException(part, null, "Not a directory")))
                .isEqualTo("Not a directory");
        assertThat(IoProblem.ofWriting(file, new NoSuchFileException(part))).isEqualTo("there is no " + part);
        assertThat(IoProblem.ofWriting(file, new IOException("a reason"))).isEqualTo("a reason");
    }

    @Test
    void isNeverEmpty() {
        assertThat(IoProblem.of(new IOException("a reason"))).isEqualTo("a reason");
        assertThat(IoProblem.of(new IOException())).isEqualTo("IOException");
        assertThat(IoProblem.of(new IllegalArgumentException(null, new IOException("inside"))))
                .isEqualTo("inside");
        assertThat(IoProblem.of(new UncheckedIOException(" ", new AccessDeniedException("/a"))))
                .isEqualTo("permission denied: /a");
    }

    private interface Work {
        void run() throws IOException;
    }

    private static String problem(Work work) {
        return IoProblem.of(catchThrowableOfType(IOException.class, work::run));
    }
}

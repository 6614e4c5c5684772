package io.remdb.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put aside goes with its run, or with the next where that was killed. */
class SpoolTest {
    @TempDir
    Path temporary;

    @Test
    void whatAKilledRunHasLeftGoesWithTheNext() throws IOException {
        Path abandoned = Files.createDirectories(temporary.resolve("rem-ingest-0-123/deep"));
        Files.writeString(abandoned.resolve("stdin"), "secret");
        Files.createFile(temporary.resolve("rem-ingest-0-123/lock"));
        Files.createDirectory(temporary.resolve("rem-ingest-0-456")); // whose lock is still to be made
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.createFile(outside.resolve("lock"));
        Files.createSymbolicLink(temporary.resolve("rem-ingest-0-789"), outside);
        try (Spool one = Spool.create(temporary);
                Spool other = Spool.create(temporary)) {
            other.keep(new ByteArrayInputStream(new byte[] {1}), 10);
            assertThat(names()).hasSize(5).doesNotContain("rem-ingest-0-123");
            assertThat(one.folder()).exists();
        }
        assertThat(names()).containsExactly("outside", "rem-ingest-0-456", "rem-ingest-0-789");
        assertThat(outside.resolve("lock")).exists();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

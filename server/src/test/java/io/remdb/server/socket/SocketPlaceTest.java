package io.remdb.server.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a socket is bound that cannot be in the folder of its database. */
class SocketPlaceTest {
    @TempDir
    Path temporary;

    @Test
    void isTheFirstPlaceThatTakesOne() throws IOException {
        Path deep = Files.createDirectories(temporary.resolve("x".repeat(120)));
        Path missing = temporary.resolve("missing");
        SocketPlace.Bound bound = SocketPlace.bindAmong(List.of(deep, missing, temporary), SocketPlace.SERVICE);
        try (var _ = bound.channel()) {
            assertThat(bound.path()).startsWith(temporary).exists();
            assertThat(bound.isInPlace()).isTrue();
            assertThat(deep).isEmptyDirectory();
        }
    }

    @Test
    void isNowhereWhereNoneDoes() {
        assertThatIOException()
                .isThrownBy(() -> SocketPlace.bindAmong(List.of(temporary.resolve("missing")), SocketPlace.SERVICE));
    }
}

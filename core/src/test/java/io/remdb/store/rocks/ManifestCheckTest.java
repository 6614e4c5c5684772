package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.crypto.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The storage engine's list of files, damaged in ways on which the engine itself would turn round for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManifestCheckTest {
    private static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    private static final int HEADER_LENGTH = 7;

    /** Of a record in a log whose files are used again. */
    private static final byte RECYCLED = 7;

    @TempDir
    Path folder;

    private Path manifest;
    private byte[] whole;
    private int second;

    @BeforeEach
    void create() throws IOException {
        open();
        try (Stream<Path> files = Files.list(folder)) {
            manifest = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST-"))
                    .findFirst()
                    .orElseThrow();
        }
        whole = Files.readAllBytes(manifest);
        second = HEADER_LENGTH + (whole[LENGTH_AT] & 0xFF);
    }

    private void open() {
        RocksStore.open(folder, Creation.IF_MISSING, StoreFixture.config(), KeySource.NONE)
                .close();
    }

    private void assertDamaged() {
        assertThatThrownBy(this::open).isInstanceOfSatisfying(RemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED);
            assertThat(e.details()).containsEntry("path", manifest.toString());
        });
    }

    @Test
    void aRecordOfAnotherKindOfLogThatGoesBeyondTheEndIsDamage() throws IOException {
        whole[second + LENGTH_AT] = 0x1E;
        whole[second + LENGTH_AT + 1] = 0x56;
        whole[second + TYPE_AT] = RECYCLED;
        Files.write(manifest, whole);
        assertDamaged();
    }

    @Test
    void aChangedByteIsDamage() throws IOException {
        whole[second + HEADER_LENGTH] ^= 1;
        Files.write(manifest, whole);
        assertDamaged();
    }

    @Test
    void aRecordThatACrashHasCutOffIsNone() throws IOException {
        byte[] more = Arrays.copyOf(whole, whole.length + HEADER_LENGTH + 3);
        more[whole.length + LENGTH_AT] = 100;
        more[whole.length + TYPE_AT] = 1;
        Files.write(manifest, more);
        open();
    }
}

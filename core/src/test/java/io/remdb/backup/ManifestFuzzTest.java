package io.remdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is in a file of a backup that says what it has: a manifest that is written as it was read, or CORRUPTED. With the right digest, too,
 * since anybody can write that. Profile {@code fuzz} searches for other bytes.
 */
class ManifestFuzzTest {
    private static final Path PLACE = Path.of("manifest");

    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAManifestOrDamage(byte[] bytes) {
        decode(bytes);
        BackupManifest manifest = decode(withDigest(bytes));
        if (manifest != null) {
            assertThat(decode(ManifestCodec.encode(manifest))).isEqualTo(manifest);
            for (StoredFile file : manifest.files()) {
                assertIsName(file.name());
                assertIsName(file.shared() == null ? file.name() : file.shared());
            }
        }
    }

    private static void assertIsName(String name) {
        assertThat(PLACE.resolveSibling(name).getNameCount()).isEqualTo(1);
        assertThat(name).isNotEqualTo("..").isNotEqualTo(".");
    }

    private static @Nullable BackupManifest decode(byte[] bytes) {
        try {
            return ManifestCodec.decode(bytes, PLACE);
        } catch (RemException e) {
            assertThat(e.code()).isIn(List.of(ErrorCode.CORRUPTED, ErrorCode.UNKNOWN_FORMAT));
            return null;
        }
    }

    private static byte[] withDigest(byte[] line) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(line);
        String digest = HexFormat.of().formatHex(FileWork.sha256().digest(line));
        file.writeBytes(("\n" + digest + "\n").getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }
}

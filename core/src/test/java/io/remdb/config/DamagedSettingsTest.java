package io.remdb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code rem.toml} of which a bit was flipped or the end cut off is read, or refused with a code. */
class DamagedSettingsTest {
    private static final int MUTATIONS = Integer.getInteger("rem.damage.settings", 400);
    private static final String SETTINGS = """
        # Settings
        default_embedding = "local:all-MiniLM-L6-v2"
        batch_size = 500
        wal_sync = "always"
        wal_enabled = true
        search_timeout_ms = 20_000
        dream_schedule = "02:30"
        """;

    @TempDir
    Path home;

    @Test
    void isReadOrRefused() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DamagedSettingsTest seed " + seed);
        Random random = new Random(seed);
        Path file = home.resolve("rem.toml");
        Map<String, String> environment = Map.of("P8_HOME", home.toString());
        Files.writeString(file, SETTINGS);
        RemConfig.load(environment);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = SETTINGS.getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            Files.write(file, bytes);
            try {
                RemConfig.load(environment);
            } catch (RemException e) {
                assertThat(e.code())
                        .as(new String(bytes, StandardCharsets.ISO_8859_1))
                        .isNotEqualTo(ErrorCode.INTERNAL);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
